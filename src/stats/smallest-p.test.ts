import { expect, test } from "vitest";
import { holm } from "./holm.ts";
import { mannWhitney } from "./mann-whitney.ts";
import { canReach, fewestSeeds, smallestCorrectedP, smallestP } from "./smallest-p.ts";

test("smallest p equals the reference and what the test itself gives for separated samples", () => {
  const reference = [
    [3, 0.1],
    [4, 0.0286],
    [5, 0.0079],
    [6, 0.00216],
    [7, 0.00058],
    [8, 0.000155],
  ] as const;
  for (const [n, p] of reference) {
    const low = Array.from({ length: n }, (_, i) => i);
    expect(smallestP(n, n) / p).toBeCloseTo(1, 1);
    expect(
      mannWhitney(
        low,
        low.map((v) => v + n),
      ).p,
    ).toBeCloseTo(smallestP(n, n), 14);
  }
  expect(smallestP(1, 1)).toBe(1);
});

test("the corrected p is what Holm makes of one separated pair among others that show nothing", () => {
  const separated = mannWhitney([1, 2, 3, 4, 5], [6, 7, 8, 9, 10]).p;
  expect(smallestCorrectedP({ n1: 5, n2: 5, comparisons: 3 })).toBeCloseTo(holm([separated, 1, 1])[0]!, 14);
  expect(smallestCorrectedP({ n1: 3, n2: 3, comparisons: 28 })).toBe(1);
});

test("28 pairs need 7 seeds, 7 comparisons need 6", () => {
  expect(fewestSeeds(28, 0.05)).toBe(7);
  expect(fewestSeeds(7, 0.05)).toBe(6);
  expect(canReach({ n1: 3, n2: 3, comparisons: 1, alpha: 0.05 })).toBe(false);
  expect(canReach({ n1: 3, n2: 8, comparisons: 1, alpha: 0.05 })).toBe(true);
  expect(canReach({ n1: 3, n2: 3, comparisons: 3, alpha: 0.3 })).toBe(true);
});
