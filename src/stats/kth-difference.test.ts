import fc from "fast-check";
import { expect, test } from "vitest";
import { kthDifference, medianDifference } from "./kth-difference.ts";
import { quantile } from "./quantile.ts";

const value = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.double({ noNaN: true, min: -1, max: 1 }),
  fc.constantFrom(-Infinity, Infinity, 0, 1e308, -1e308, 5e-324),
);
const sample = fc.array(value, { minLength: 1, maxLength: 7 }).map((list) => [...Float64Array.from(list).sort()]);

test("is the k-th of the sorted list of all differences, for every k, infinities and extremes of float64 included", () => {
  fc.assert(
    fc.property(sample, sample, (x, y) => {
      const all = [...Float64Array.from(x.flatMap((a) => y.map((b) => (a === b ? 0 : a - b)))).sort()];
      all.forEach((difference, i) => {
        expect(kthDifference(x, y, i + 1) === difference).toBe(true); // 0 and -0 are one
      });
    }),
    { numRuns: 300 },
  );
});

test("the median is that of the list", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer(), { minLength: 1, maxLength: 8 }),
      fc.array(fc.integer(), { minLength: 1, maxLength: 8 }),
      (a, b) => {
        const [x, y] = [[...a].sort((p, q) => p - q), [...b].sort((p, q) => p - q)];
        const all = x.flatMap((p) => y.map((q) => p - q));
        expect(medianDifference(x, y)).toBe(quantile(all, 0.5));
      },
    ),
  );
});
