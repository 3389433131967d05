import { expect, test } from "vitest";
import { rankCorrelation } from "./rank-correlation.ts";

test("orders alone count; ties share ranks as in SciPy", () => {
  expect(rankCorrelation([1, 2, 3, 4], [10, 100, 1000, 1e9])).toBeCloseTo(1, 12);
  expect(rankCorrelation([1, 2, 3, 4], [4, 3, 2, 1])).toBeCloseTo(-1, 12);
  expect(rankCorrelation([1, 2, 3, 4, 5], [5, 6, 7, 8, 7])).toBeCloseTo(0.8207826816681233, 12); // scipy.stats.spearmanr
  expect(rankCorrelation([1, 2, 3], [2, 2, 2])).toBeNaN();
  expect(() => rankCorrelation([], [])).toThrow(expect.objectContaining({ code: "empty-sample" }));
});
