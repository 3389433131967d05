import { expect, test } from "vitest";
import { suiteFigures } from "./suite-figures.ts";

const ranks = new Map([
  ["adamw", 4],
  ["lion", 3],
  ["adamw-two-averages", 5],
  ["sgd", 1],
  ["adam", 2],
]);
const truth = { ranks, byTask: new Map([["real", ranks]]) };
const scored = (means: { readonly [rule: string]: number }, noise = 0.001) =>
  Object.entries(means).map(([rule, mean], i) => ({
    ...{ rule, settings: {}, tuned: mean },
    scores: [0, 1, 2, 3].map((draw) => mean + ((draw + i) % 2 === 0 ? noise : -noise)),
  }));

const inOrder = { "adamw-two-averages": 0.8, adamw: 0.79, lion: 0.78, adam: 0.7, sgd: 0.6 };

test("a suite that ranks as the truth does has a correlation of 1, one that reverses it of -1", () => {
  expect(suiteFigures(scored(inOrder), truth)).toMatchObject({ rho: 1, rules: 5, byTask: { real: 1 } });
  const reversed = Object.fromEntries(Object.entries(inOrder).map(([rule, mean]) => [rule, 1 - mean]));
  expect(suiteFigures(scored(reversed), truth).rho).toBeCloseTo(-1, 12);
});

test("the interval goes over rules, and rules without a truth do not count", () => {
  const swapped = scored({ ...inOrder, adamw: 0.77, signum: 0.1 });
  const { rho, low, high, rules } = suiteFigures(swapped, truth);
  expect([rho, rules]).toEqual([0.9, 5]);
  expect(low).toBeLessThan(rho);
  expect(high).toBe(1);
  expect(suiteFigures(swapped, truth)).toMatchObject({ low, high }); // the same call, the same figures
});

test("a draw that a rule fails changes neither its place nor its edges", () => {
  const failing = scored(inOrder).map((one) => ({ ...one, scores: [...one.scores, ...one.scores] }));
  const once = failing.map((one) => (one.rule === "lion" ? { ...one, scores: [0, ...one.scores.slice(1)] } : one));
  const { rho, edges } = suiteFigures(once, truth);
  expect(rho).toBe(1);
  expect(edges["lion - adamw"]!.mean).toBeCloseTo(-0.01, 3);
  expect(edges["lion - adamw"]!.standardError).toBeLessThan(0.002);
});

test("edges are paired over draws, and the noise says how many draws tell 0.002", () => {
  const { edges, seeds } = suiteFigures(scored(inOrder), truth);
  expect(edges["adamw-two-averages - adamw"]!.mean).toBeCloseTo(0.01, 12);
  expect(edges["lion - signum"]).toBeNull();
  // Neighbours swing against each other: ±0.002 over four draws has a deviation of 0.00231; others do not differ in noise.
  expect(edges["lion - adamw"]!.standardError).toBeCloseTo(0.00231 / 2, 5);
  expect(seeds).toBe(6); // (2 · 0.00231 / 0.002)², rounded up
});
