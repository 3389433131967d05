import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { studentTwoSidedQuantile, studentTwoSidedTail } from "./student-t.ts";

const golden = JSON.parse(readFileSync("test/fixtures/stats/scipy.json", "utf8"));

test("two-sided quantiles equal SciPy's", () => {
  for (const [level, degrees, t] of golden.t) expect(studentTwoSidedQuantile(level, degrees) / t).toBeCloseTo(1, 11);
});

test("the tail at the quantile is what was asked for", () => {
  expect(studentTwoSidedTail(studentTwoSidedQuantile(0.95, 7), 7)).toBeCloseTo(0.05, 12);
});
