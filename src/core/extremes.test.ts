import { expect, test } from "vitest";
import { largest, smallest } from "./extremes.ts";

test("they are Math.max and Math.min, for any number of values", () => {
  for (const values of [[], [3], [1, -2, 7, 0], [-0, 0], [1, Number.NaN, 2], [-Infinity, Infinity]]) {
    expect(largest(values)).toBe(Math.max(...values));
    expect(smallest(values)).toBe(Math.min(...values));
  }
  const many = Float64Array.from({ length: 1_000_000 }, (_, i) => (i * 7919) % 1_000_003);
  expect([smallest(many), largest(many)]).toEqual([0, 1_000_002]);
  expect(largest(new Set([1, 5]))).toBe(5);
});
