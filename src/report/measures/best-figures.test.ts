import { expect, test } from "vitest";
import { bestFigures } from "./best-figures.ts";

test("the best are marked either way, a rounding breaks no tie, and one alone is not best of anything", () => {
  expect(bestFigures([0.3, 0.1 + 0.2, null, 0.2], "higher")).toEqual([true, true, false, false]);
  expect(bestFigures([0.3, 0.5], "lower")).toEqual([true, false]);
  expect(bestFigures([0.3, null], "higher")).toEqual([false, false]);
});
