import { expect, test } from "vitest";
import { bestOfOrderedTries, bestOfRandomTries } from "./tries.ts";

test("the expected best of random tries is the unbiased one", () => {
  const expected = bestOfRandomTries([0.9, 0.7, 0.85, 0.8, 0.88]).map(({ middle }) => middle);
  for (const [index, value] of [0.826, 0.874, 0.889, 0.896, 0.9].entries())
    expect(expected[index]).toBeCloseTo(value, 12);
});

/** The lower median of the best of `tries`, by writing out all choices. */
function slow(values: readonly number[], tries: number): number {
  const choices = (from: number, left: number): number[][] =>
    left === 0
      ? [[]]
      : values.slice(from).flatMap((value, i) => choices(from + i + 1, left - 1).map((rest) => [value, ...rest]));
  const best = choices(0, tries)
    .map((choice) => Math.max(...choice))
    .sort((a, b) => a - b);
  return best[(best.length - 1) >> 1]!;
}

test("the middle over all orders of a grid is that of all choices", () => {
  const values = [0.9, 0.3, 0.7, 0.85, 0.8, 0.88, 0.1];
  const found = bestOfOrderedTries(values);
  expect(found.map(({ middle }) => middle)).toEqual(values.map((_, index) => slow(values, index + 1)));
});
