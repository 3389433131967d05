import { expect, test } from "vitest";
import { welch } from "./welch.ts";

const a = [0.912, 0.915, 0.909, 0.921, 0.918];
const b = [0.905, 0.911, 0.907, 0.91, 0.903];

test("equals SciPy's ttest_ind(equal_var=False) with its interval", () => {
  // t, p, df and confidence_interval(0.95) of SciPy 1.17.1; and with an unbalanced sample
  const found = welch(a, b);
  expect(found.statistic).toBeCloseTo(3.004447741508298, 10);
  expect(found.p).toBeCloseTo(0.019194295147167296, 12);
  expect(found.degrees).toBeCloseTo(7.191438838670868, 9);
  expect(found.low).toBeCloseTo(0.001694051818897804, 12);
  expect(found.high).toBeCloseTo(0.013905948181102476, 12);
  const uneven = welch([1, 2, 4, 8, 16, 32], [3, 5]);
  expect(uneven.p).toBeCloseTo(0.24185438936929043, 12);
});

test("no interval without a spread: a single value, constants, diverged runs", () => {
  const none = { low: null, high: null, p: null };
  expect(welch([1], [1, 2])).toMatchObject({ value: -0.5, ...none });
  expect(welch([1, 1], [2, 2])).toMatchObject({ value: -1, ...none });
  expect(welch([1, -Infinity], [2, 3])).toMatchObject({ value: -Infinity, ...none });
  expect(welch([1, 1], [2, 3]).p).not.toBeNull();
  expect(() => welch([], [1])).toThrowError(expect.objectContaining({ code: "empty-sample" }));
});
