import { expect, test } from "vitest";
import { commonRateRange, roundRange } from "./height-range.ts";

test("a range of heights is round and holds all", () => {
  expect(roundRange([0.62, 0.913])).toEqual([0.6, 0.95]);
  expect(roundRange([0.905, 0.913])).toEqual([0.9, 0.92]);
  expect(roundRange([0.9, 0.9])).toEqual([0.9, 0.91]);
  expect(roundRange([0, 1])).toEqual([0, 1]);
});

test("rates share a range unless one would fill less than two thirds of it", () => {
  expect(
    commonRateRange([
      [1e-4, 1e-1],
      [1e-3, 1e-1],
    ]),
  ).toEqual([1e-4, 1e-1]);
  expect(
    commonRateRange([
      [1e-4, 1e-1],
      [1e-2, 1e-1],
    ]),
  ).toBeNull();
});
