/**
 * Difference of two means with Welch's interval and test, which let the spreads differ.
 *
 * About normal values are assumed, which few seeds cannot show; the rank tests beside it do without.
 * Source: Welch 1947; degrees of freedom by Satterthwaite 1946.
 */
import { checkRankable } from "./check-samples.ts";
import { type Estimate, mean, standardDeviation } from "./mean-interval.ts";
import { studentTwoSidedQuantile, studentTwoSidedTail } from "./student-t.ts";

/** The difference first less second; interval and p are null where a spread is not known. */
export interface Welch extends Estimate {
  readonly statistic: number | null;
  readonly degrees: number | null;
  /** Two-sided. */
  readonly p: number | null;
}

/**
 * Welch's t. No interval and no p with a single value on a side, with a diverged run (the difference is infinite then, or NaN where both sides
 * have one), or where neither side varies. n is the smaller sample's size. Errors: `empty-sample`, `not-a-number`.
 */
export function welch(first: readonly number[], second: readonly number[], level = 0.95): Welch {
  checkRankable("A difference of means", first, second);
  const n = Math.min(first.length, second.length);
  const value = mean(first) - mean(second);
  const [a, b] = [squaredError(first), squaredError(second)];
  const variance = a + b;
  if (!Number.isFinite(value) || !(variance > 0)) {
    return { n, value, low: null, high: null, statistic: null, degrees: null, p: null };
  }
  const degrees = variance ** 2 / (a ** 2 / (first.length - 1) + b ** 2 / (second.length - 1));
  const half = studentTwoSidedQuantile(level, degrees) * Math.sqrt(variance);
  const statistic = value / Math.sqrt(variance);
  return {
    n,
    value,
    low: value - half,
    high: value + half,
    statistic,
    degrees,
    p: studentTwoSidedTail(statistic, degrees),
  };
}

/** Squared standard error of the mean; NaN for a single value. */
function squaredError(values: readonly number[]): number {
  return standardDeviation(values) ** 2 / values.length;
}
