import { expect, test } from "vitest";
import { twoSampleCases } from "../../test/stats/golden.ts";
import { brunnerMunzel } from "./brunner-munzel.ts";

test("equals SciPy's on 1,500 random cases; none where no placement varies", () => {
  let compared = 0;
  for (const { x, y, brunner } of twoSampleCases) {
    if (brunner === null) continue; // a single value, or nothing varies
    compared++;
    const found = brunnerMunzel(x, y);
    if (brunner.statistic === null) expect(found, JSON.stringify([x, y])).toBeNull();
    else {
      expect(found!.statistic).toBeCloseTo(brunner.statistic, 9);
      expect(found!.p).toBeCloseTo(brunner.p!, 9);
    }
  }
  expect(compared).toBeGreaterThan(1000);
});

test("SciPy's example", () => {
  const found = brunnerMunzel([1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4, 1, 1], [3, 3, 4, 3, 1, 2, 3, 1, 1, 5, 4]);
  expect(found!.statistic).toBeCloseTo(3.1374674823029505, 12);
  expect(found!.p).toBeCloseTo(0.0057862086661515377, 12);
});

test("diverged runs rank last; single values and NaN are refused", () => {
  const better = brunnerMunzel([0.9, 0.91, 0.92], [0.89, -Infinity, 0.915]);
  expect(better!.statistic).toBeLessThan(0);
  expect(() => brunnerMunzel([1], [1, 2])).toThrowError(expect.objectContaining({ code: "too-few-values" }));
  expect(() => brunnerMunzel([1, Number.NaN], [1, 2])).toThrowError(expect.objectContaining({ code: "not-a-number" }));
});
