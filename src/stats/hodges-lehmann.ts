/**
 * Hodges and Lehmann's shift between two samples: how much higher the first is, in the unit of the values.
 * Source: Hodges and Lehmann 1963; interval by inverting the Mann-Whitney test (Moses).
 */
import { atMost } from "./at-most.ts";
import { untiedCounts } from "./mann-whitney.ts";
import type { Estimate } from "./mean-interval.ts";
import { median } from "./quantile.ts";

/**
 * Median of all differences x_i - y_j. The interval runs between the k-th smallest and the k-th largest difference, k as
 * large as the exact distribution of U allows at `level`; null where even the extremes cannot cover it (3 + 3 values at
 * 95 per cent). The difference of two diverged runs counts as 0. n is the smaller sample's size.
 */
export function hodgesLehmann(first: readonly number[], second: readonly number[], level = 0.95): Estimate {
  const differences = first.flatMap((x) => second.map((y) => (x === y ? 0 : x - y))).sort((a, b) => a - b);
  const n = Math.min(first.length, second.length);
  const value = median(differences);
  const cut = lowerCut(first.length, second.length, (1 - level) / 2);
  if (cut === 0) return { n, value, low: null, high: null };
  return { n, value, low: differences[cut - 1]!, high: differences[differences.length - cut]! };
}

const cuts = new Map<string, number>();

/** `largestCut`, which depends on the sizes alone, once for each. */
function lowerCut(n1: number, n2: number, tail: number): number {
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
