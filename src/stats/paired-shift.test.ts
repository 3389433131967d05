import { expect, test } from "vitest";
import { pairedShift } from "./paired-shift.ts";

const against0 = (differences: readonly number[], level?: number) =>
  pairedShift(
    differences,
    differences.map(() => 0),
    level,
  );

test("is the pseudo-median with the interval of R's wilcox.test(conf.int = TRUE)", () => {
  // the depression data of Hollander and Wolfe, table 3.1: pseudo-median -0.46, 95 % interval -0.786 … -0.010
  const x = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3];
  const y = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];
  const shift = pairedShift(y, x);
  expect(shift.n).toBe(9);
  expect(shift.value).toBeCloseTo(-0.46, 12);
  expect(shift.low).toBeCloseTo(-0.786, 12);
  expect(shift.high).toBeCloseTo(-0.01, 12);
});

test("6 pairs carry 95 per cent by their extremes, 5 do not", () => {
  expect(against0([1, 2, 3, 4, 5, 60])).toMatchObject({ low: 1, high: 60 });
  expect(against0([1, 2, 3, 4, 5])).toMatchObject({ value: 3, low: null, high: null });
});

test("the exact interval and the approximation meet at 200 pairs", () => {
  const at = (n: number) => against0(Array.from({ length: n }, (_, i) => i / n)).low!;
  expect(at(201)).toBeCloseTo(at(200), 2);
});

test("diverged runs take part; too many pairs, NaN and unequal numbers are refused", () => {
  expect(pairedShift([-Infinity, 0.9, 0.9], [0.9, -Infinity, 0.8]).value).toBeCloseTo(0.05, 12);
  expect(pairedShift([-Infinity, -Infinity, 1], [-Infinity, 0, 0]).value).toBe(-Infinity);
  expect(() => against0(new Array<number>(5001).fill(1))).toThrowError(
    expect.objectContaining({ code: "too-many-pairs" }),
  );
  expect(() => against0([Number.NaN])).toThrowError(expect.objectContaining({ code: "not-a-number" }));
  expect(() => pairedShift([1], [1, 2])).toThrowError(expect.objectContaining({ code: "unequal-pairs" }));
});
