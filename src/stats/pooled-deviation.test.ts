import { expect, test } from "vitest";
import { pooledDeviation } from "./pooled-deviation.ts";

test("weighs variances by degrees of freedom and leaves single values out", () => {
  expect(pooledDeviation([[1, 3], [0, 2, 4], [7]])).toBeCloseTo(Math.sqrt((2 + 8) / 3), 14);
  expect(
    pooledDeviation([
      [5, 5],
      [2, 2, 2],
    ]),
  ).toBe(0);
  expect(pooledDeviation([[1], []])).toBeNaN();
  expect(pooledDeviation([[1, -Infinity]])).toBeNaN();
});
