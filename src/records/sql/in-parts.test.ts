import { expect, test } from "vitest";
import { inParts } from "./in-parts.ts";

test("all values in their order, in lists of at most so many", () => {
  expect(inParts([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  expect(inParts([1, 2], 2)).toEqual([[1, 2]]);
  expect(inParts([])).toEqual([]);
});
