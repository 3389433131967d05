import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { interquartileMean, trimmedMean } from "./iqm.ts";

const golden = JSON.parse(readFileSync("test/fixtures/stats/scipy.json", "utf8"));

test("trimmed means equal SciPy's", () => {
  for (const [share, value] of golden.trimmedMean) {
    expect(trimmedMean(golden.bootstrap.values, share)).toBeCloseTo(value, 14);
  }
});

test("one diverged run of four does not move the interquartile mean to infinity", () => {
  expect(interquartileMean([-Infinity, 1, 2, 3])).toBe(1.5);
});

test("a share of a half or more is refused", () => {
  expect(() => trimmedMean([1, 2], 0.5)).toThrowError(expect.objectContaining({ code: "share-out-of-range" }));
});
