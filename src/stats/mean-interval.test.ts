import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { meanInterval, standardDeviation } from "./mean-interval.ts";

const golden = JSON.parse(readFileSync("test/fixtures/stats/scipy.json", "utf8"));

test("the t-interval equals SciPy's", () => {
  const { low, high, n } = meanInterval(golden.meanInterval.values);
  expect(low).toBeCloseTo(golden.meanInterval.interval[0], 12);
  expect(high).toBeCloseTo(golden.meanInterval.interval[1], 12);
  expect(n).toBe(5);
});

test("one value, no value and a diverged run have no interval", () => {
  expect(meanInterval([0.9])).toEqual({ n: 1, value: 0.9, low: null, high: null });
  expect(meanInterval([])).toEqual({ n: 0, value: Number.NaN, low: null, high: null });
  expect(meanInterval([0.9, -Infinity])).toEqual({ n: 2, value: -Infinity, low: null, high: null });
  expect(standardDeviation([1])).toBeNaN();
});
