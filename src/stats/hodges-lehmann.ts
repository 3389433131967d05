/**
 * Hodges and Lehmann's shift between two samples: how much higher the first is, in the unit of the values.
 *
 * The interval inverts the Mann-Whitney test (Moses): exact up to 80 values, beyond by the normal approximation of U. Ties make it a little
 * too wide. Source: Hodges and Lehmann 1963; Hollander, Wolfe and Chicken 2014, sections 4.2 and 4.3.
 */

import { mannWhitneyCut } from "./critical-cuts.ts";
import { kthDifference, medianDifference } from "./kth-difference.ts";
import type { Estimate } from "./mean-interval.ts";

/**
 * Median of all differences x_i - y_j. The interval runs between the k-th smallest and the k-th largest difference, k as
 * large as the distribution of U allows at `level`; null where even the extremes cannot cover it (3 + 3 values at
 * 95 per cent). The difference of two diverged runs counts as 0. n is the smaller sample's size. NaN for an empty sample.
 */
export function hodgesLehmann(first: readonly number[], second: readonly number[], level = 0.95): Estimate {
  const n = Math.min(first.length, second.length);
  if (n === 0) return { n, value: Number.NaN, low: null, high: null };
  const [x, y] = [rising(first), rising(second)];
  const value = medianDifference(x, y);
  const cut = mannWhitneyCut(x.length, y.length, (1 - level) / 2);
  if (cut === 0) return { n, value, low: null, high: null };
  return { n, value, low: kthDifference(x, y, cut), high: kthDifference(x, y, x.length * y.length + 1 - cut) };
}

function rising(values: readonly number[]): readonly number[] {
  return [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
