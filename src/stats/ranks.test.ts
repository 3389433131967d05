import { expect, test } from "vitest";
import { midRanks, tieSizes } from "./ranks.ts";

test("equal values share the mean of their ranks, infinities too", () => {
  expect(midRanks([3, 1, 3, -Infinity, -Infinity, 2])).toEqual([5.5, 3, 5.5, 1.5, 1.5, 4]);
  expect(midRanks([])).toEqual([]);
});

test("tie sizes count equal values", () => {
  expect(tieSizes([3, 1, 3, -Infinity, -Infinity, 2])).toEqual([2, 1, 1, 2]);
});
