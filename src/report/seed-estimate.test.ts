import fc from "fast-check";
import { expect, test } from "vitest";
import { meanInterval } from "../stats/mean-interval.ts";
import { formatEstimate, formatPercentEstimate } from "./format.ts";
import { figureSpread, seedEstimate, shares, sizes, tableSpread } from "./seed-estimate.ts";

test("two seeds show themselves, not an interval on one degree of freedom", () => {
  const two = seedEstimate([0.36, 0.48], shares);
  expect(two).toEqual({ n: 2, value: 0.42, low: 0.36, high: 0.48, spread: "range" });
  expect(formatPercentEstimate(two)).toBe("42.00 % [36.00 … 48.00]");
  expect(formatEstimate(seedEstimate([1, 3], sizes), 2)).toBe("2.00 [1.00 … 3.00]");
  expect(formatPercentEstimate(seedEstimate([0.9], shares))).toBe("90.00 %");
});

test("five seeds have the t-interval, cut off where nothing can lie and then written by its ends", () => {
  const values = [0.9, 0.91, 0.92, 0.93, 0.94];
  expect(seedEstimate(values, shares)).toEqual({ ...meanInterval(values), spread: "interval" });
  expect(formatPercentEstimate(seedEstimate(values, shares))).toBe("92.00 ± 1.96 %");
  const near = seedEstimate([1, 1, 1, 1, 0.9], shares);
  expect(near.high).toBe(1);
  expect(formatPercentEstimate(near)).toBe("98.00 % [92.45, 100.00]");
});

test("no spread leaves the possible range, and all of it holds the mean", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 9 }), (values) => {
      const { value, low, high } = seedEstimate(values, shares);
      if (low === null || high === null) return;
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
      expect(low - 1e-12).toBeLessThanOrEqual(value);
      expect(high + 1e-12).toBeGreaterThanOrEqual(value);
    }),
  );
});

test("what is shown is named, for each number of seeds there is", () => {
  expect(tableSpread([1, 1], "none: one seed per rate")).toBe("none: one seed per rate");
  expect(tableSpread([0, 2])).toBe("mean [lowest … highest] of fewer than 5 seeds");
  expect(tableSpread([5, 1])).toBe("mean ± 95 % t-interval over seeds");
  expect(figureSpread([5, 3], { seedsAs: "rings" })).toBe(
    "band: 95 % t-interval over seeds; rings: the seeds themselves, where they are fewer than 5",
  );
});
