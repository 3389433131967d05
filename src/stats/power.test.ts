import { expect, test } from "vitest";
import { inference } from "../../test/stats/golden.ts";
import { createRng } from "../core/rng.ts";
import { mannWhitneyCut, wilcoxonCut } from "./critical-cuts.ts";
import { mannWhitney } from "./mann-whitney.ts";
import { a12OfDifference, bouthillierRuns, fewestFor, noetherSeeds, pairedTTestPower, tTestPower } from "./power.ts";
import { mannWhitneyPower, wilcoxonPower } from "./power-simulation.ts";
import { wilcoxon } from "./wilcoxon.ts";

test("Noether's and Bouthillier's numbers are the reference's", () => {
  expect([0.64, 0.71, 0.75, 0.8, 0.9].map((a12) => noetherSeeds(a12))).toEqual([67, 30, 21, 15, 9]);
  expect([0.7, 0.75, 0.8].map((gamma) => bouthillierRuns(gamma))).toEqual([46, 29, 21]);
  expect(noetherSeeds(0.29)).toBe(30);
  expect(() => noetherSeeds(0.5)).toThrowError(expect.objectContaining({ code: "no-difference" }));
  expect(() => bouthillierRuns(0.5)).toThrowError(expect.objectContaining({ code: "no-difference" }));
});

test("power of the t test equals the noncentral t", () => {
  for (const [n, deviations, alpha, power] of inference.welchPower)
    expect(tTestPower(n, deviations, alpha), JSON.stringify([n, deviations, alpha])).toBeCloseTo(power, 7);
  // a textbook's: 64 a side for half a deviation; 34 pairs
  expect(fewestFor(0.8, (n) => tTestPower(n, 0.5))).toBe(64);
  expect(fewestFor(0.8, (n) => pairedTTestPower(n, 0.5))).toBe(34);
  expect(tTestPower(1, 3)).toBe(0);
  expect(tTestPower(2, 0)).toBeCloseTo(0.05, 9);
  expect(pairedTTestPower(2, 0)).toBeCloseTo(0.05, 6);
});

test("the cuts are where the exact tests turn", () => {
  for (const n of [4, 5, 9, 15]) {
    const cut = mannWhitneyCut(n, n, 0.025);
    // first samples with U1 = 0 … n: one value of the first placed above u values of the second
    const p = (u: number) => {
      const second = Array.from({ length: n }, (_, i) => n + i);
      return mannWhitney([...Array.from({ length: n - 1 }, (_, i) => i), n + u - 0.5], second).p;
    };
    if (cut <= n) {
      expect(p(cut - 1)).toBeLessThanOrEqual(0.05);
      expect(p(cut)).toBeGreaterThan(0.05);
    }
  }
  expect(mannWhitneyCut(3, 3, 0.025)).toBe(0);
  expect(wilcoxonCut(5, 0.025)).toBe(0);
  expect(wilcoxonCut(6, 0.025)).toBe(1);
});

test("simulated power is that of the tests themselves on the same draws, at the level without a difference", () => {
  const rng = createRng(0, "power", 8);
  const paired = createRng(0, "paired-power", 8);
  let [found, ofPairs] = [0, 0];
  for (let draw = 0; draw < 4000; draw++) {
    const x = Array.from({ length: 8 }, () => rng.normal() + 1); // the draws of the simulation, in its order
    if (
      mannWhitney(
        x,
        Array.from({ length: 8 }, () => rng.normal()),
      ).p <= 0.05
    )
      found++;
    const differences = Array.from({ length: 8 }, () => paired.normal() + 1);
    if (wilcoxon(differences, new Array<number>(8).fill(0)).p <= 0.05) ofPairs++;
  }
  expect(mannWhitneyPower(8, 1)).toBe(found / 4000);
  expect(wilcoxonPower(8, 1)).toBe(ofPairs / 4000);
  expect(mannWhitneyPower(10, 0)).toBeLessThan(0.06);
  expect(wilcoxonPower(10, 0)).toBeLessThan(0.06);
});

test("simulated power is near the t test's for many seeds, rises with the difference, and is 0 where the design cannot", () => {
  expect(Math.abs(mannWhitneyPower(50, 0.6) - tTestPower(50, 0.6))).toBeLessThan(0.05);
  const rising = [0.2, 0.6, 1, 1.4].map((d) => mannWhitneyPower(6, d));
  expect([...rising].sort((a, b) => a - b)).toEqual(rising);
  expect(mannWhitneyPower(3, 9)).toBe(0);
  expect(wilcoxonPower(5, 9)).toBe(0);
  expect(a12OfDifference(1)).toBeCloseTo(0.7602, 4);
});

test("the fewest is found, or said not to exist", () => {
  expect(fewestFor(0.5, (n) => (n >= 37 ? 1 : 0))).toBe(37);
  for (const near of [3, 36, 37, 38, 500]) expect(fewestFor(0.5, (n) => (n >= 37 ? 1 : 0), { near })).toBe(37);
  expect(fewestFor(0.5, () => 1)).toBe(2);
  expect(fewestFor(0.5, () => 0, { most: 1000 })).toBeNull();
});
