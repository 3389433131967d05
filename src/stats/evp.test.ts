import { expect, test } from "vitest";
import { inference } from "../../test/stats/golden.ts";
import { expectedValidationPerformance } from "./evp.ts";

const scores = [0.85, 0.7, 0.9, 0.88, 0.8];

test("both forms equal the reference", () => {
  const reference = {
    "with-replacement": [0.826, 0.8644, 0.87928, 0.88648, 0.89057],
    "without-replacement": [0.826, 0.874, 0.889, 0.896, 0.9],
  } as const;
  for (const sampling of ["with-replacement", "without-replacement"] as const) {
    const curve = expectedValidationPerformance(scores, sampling);
    reference[sampling].forEach((value, index) => {
      expect(curve[index]).toBeCloseTo(value, 5);
    });
  }
});

test("the unbiased form averages the maximum over all subsets", () => {
  const pairs = scores.flatMap((x, i) => scores.slice(i + 1).map((y) => Math.max(x, y)));
  const average = pairs.reduce((sum, value) => sum + value, 0) / pairs.length;
  expect(expectedValidationPerformance(scores, "without-replacement")[1]).toBeCloseTo(average, 14);
});

test("a diverged try counts until it cannot be the best", () => {
  const curve = expectedValidationPerformance([-Infinity, 0.8, 0.9], "without-replacement");
  expect(curve).toEqual([-Infinity, expect.closeTo((2 * 0.9 + 0.8) / 3, 12), expect.closeTo(0.9, 12)]);
});

test("both forms equal their formulas on 200 lists with ties; NaN is refused, nothing has no curve", () => {
  for (const [list, biased, unbiased] of inference.tries) {
    const close = (curve: readonly number[]) => curve.map((value) => expect.closeTo(value, 9));
    expect(expectedValidationPerformance(list, "with-replacement")).toEqual(close(biased));
    expect(expectedValidationPerformance(list, "without-replacement")).toEqual(close(unbiased));
  }
  expect(expectedValidationPerformance([], "with-replacement")).toEqual([]);
  expect(() => expectedValidationPerformance([1, Number.NaN], "with-replacement")).toThrowError(
    expect.objectContaining({ code: "not-a-number" }),
  );
});
