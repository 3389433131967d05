/**
 * Mean of a few runs with its t-interval.
 */
import { studentTwoSidedQuantile } from "./student-t.ts";

/** An estimate with the ends of its interval; `low` and `high` are null where no interval exists. */
export interface Estimate {
  readonly n: number;
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** Arithmetic mean; NaN for an empty list. */
export function mean(values: readonly number[] | Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** Standard deviation with n - 1 in the denominator; NaN below two values, exactly 0 where all are equal, though their mean may be rounded. */
export function standardDeviation(values: readonly number[]): number {
  if (values.length >= 2 && Number.isFinite(values[0]) && values.every((value) => value === values[0])) return 0;
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return values.length < 2 ? Number.NaN : Math.sqrt(squares / (values.length - 1));
}

/**
 * Mean with the two-sided t-interval: mean ± t(level, n - 1) * s / sqrt(n).
 * One value, or a value that is not finite (a diverged run), has no interval. NaN with n = 0 for an empty list.
 * Assumption: the runs' values are about normal; with five seeds this cannot be checked, so the report names the method.
 */
export function meanInterval(values: readonly number[], level = 0.95): Estimate {
  const n = values.length;
  const value = mean(values);
  if (n < 2 || !Number.isFinite(value)) return { n, value, low: null, high: null };
  const half = (studentTwoSidedQuantile(level, n - 1) * standardDeviation(values)) / Math.sqrt(n);
  return { n, value, low: value - half, high: value + half };
}
