/**
 * Hodges and Lehmann's shift between two samples: how much higher the first is, in the unit of the values.
 *
 * The interval inverts the Mann-Whitney test (Moses): exact up to 80 values, beyond by the normal approximation of U. Ties make it a little
 * too wide. Source: Hodges and Lehmann 1963; Hollander, Wolfe and Chicken 2014, sections 4.2 and 4.3.
 */
import { atMost } from "./at-most.ts";
import { kthDifference, medianDifference } from "./kth-difference.ts";
import { largestExactSize } from "./mann-whitney.ts";
import type { Estimate } from "./mean-interval.ts";
import { normalQuantile } from "./normal.ts";
import { untiedCounts } from "./subset-sums.ts";

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
  const cut = lowerCut(x.length, y.length, (1 - level) / 2);
  if (cut === 0) return { n, value, low: null, high: null };
  return { n, value, low: kthDifference(x, y, cut), high: kthDifference(x, y, x.length * y.length + 1 - cut) };
}

function rising(values: readonly number[]): readonly number[] {
  return [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

const cuts = new Map<string, number>();

/** `largestCut`, which depends on the sizes alone, once for each. */
function lowerCut(n1: number, n2: number, tail: number): number {
  if (n1 + n2 > largestExactSize) return normalCut(n1, n2, tail);
  const sizes = `${n1} ${n2} ${tail}`;
  const cut = cuts.get(sizes) ?? largestCut(n1, n2, tail);
  cuts.set(sizes, cut);
  return cut;
}

/** Largest k with P(U <= k - 1) <= tail, 0 if there is none. Without ties; with ties the interval is a little too wide. */
function largestCut(n1: number, n2: number, tail: number): number {
  const smallest = (n1 * (n1 + 1)) / 2;
  const counts = untiedCounts(n1, n2).slice(smallest);
  const total = counts.reduce((sum, count) => sum + count, 0);
  let below = 0;
  let cut = 0;
  while (cut < counts.length && atMost((below + counts[cut]!) / total, tail)) {
    below += counts[cut]!;
    cut++;
  }
  return cut;
}

/** The same by the normal approximation: n1 n2 / 2 - z sqrt(n1 n2 (n1 + n2 + 1) / 12), rounded down. */
function normalCut(n1: number, n2: number, tail: number): number {
  const spread = Math.sqrt((n1 * n2 * (n1 + n2 + 1)) / 12);
  return Math.max(0, Math.floor((n1 * n2) / 2 + normalQuantile(tail) * spread));
}
