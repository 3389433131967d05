import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { median, quantile } from "./quantile.ts";

const golden = JSON.parse(readFileSync("test/fixtures/stats/scipy.json", "utf8"));

test("quantiles equal NumPy's default", () => {
  for (const [q, value] of golden.quantile) expect(quantile(golden.bootstrap.values, q)).toBeCloseTo(value, 14);
});

test("infinite values rank at the ends", () => {
  expect(median([0.9, -Infinity, 0.8])).toBe(0.8);
  expect(median([0.9, -Infinity])).toBe(-Infinity);
  expect(median([-Infinity, -Infinity])).toBe(-Infinity);
  expect(median([])).toBeNaN();
});
