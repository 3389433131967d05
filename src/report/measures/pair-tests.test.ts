import { expect, test } from "vitest";
import { pairTests } from "./pair-tests.ts";

const of = (...values: readonly number[]) => values.map((value, seed) => ({ seed, value }));

test("each pair is tested once, in order, and corrected for all", () => {
  const pairs = pairTests([of(0.91, 0.92, 0.93), of(0.81, 0.82, 0.83), of(0.71, 0.72, Number.NEGATIVE_INFINITY)]);
  expect(pairs.map(({ first, second }) => [first, second])).toEqual([
    [0, 1],
    [0, 2],
    [1, 2],
  ]);
  for (const { p, adjusted, effect } of pairs) {
    expect(p).toBeCloseTo(0.1, 12);
    expect(adjusted).toBeCloseTo(0.3, 12);
    expect(effect.value).toBe(1);
  }
  expect(pairs.map(({ means }) => means)).toEqual([
    expect.closeTo(0.1),
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
  ]);
  expect(pairs[1]!.shift.value).toBeCloseTo(0.21);
});

test("one sample makes no pair", () => {
  expect(pairTests([of(0.9, 0.8)])).toEqual([]);
});
