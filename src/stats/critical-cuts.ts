/**
 * How far into their null distributions the rank tests reach at a level: the ends of the intervals that invert them, and the power of the tests.
 *
 * Exact as far as the tests are, beyond by their normal approximations. Without ties; with ties the intervals are a little too wide.
 */
import { atMost } from "./at-most.ts";
import { largestExactSize } from "./mann-whitney.ts";
import { normalQuantile } from "./normal.ts";
import { firstRanks, subsetSumShares, untiedCounts } from "./subset-sums.ts";
import { largestExactPairs } from "./wilcoxon.ts";

const known = new Map<string, number>();

/** A cut that depends on sizes alone, computed once for each. */
function once(key: string, compute: () => number): number {
  const cut = known.get(key) ?? compute();
  known.set(key, cut);
  return cut;
}

/** Largest k with P(U <= k - 1) <= tail for samples of n1 and n2, 0 if there is none: the test rejects at 2 tail exactly when U1 or U2 < k. */
export function mannWhitneyCut(n1: number, n2: number, tail: number): number {
  if (n1 + n2 > largestExactSize) {
    return normalCut((n1 * n2) / 2, (n1 * n2 * (n1 + n2 + 1)) / 12, tail);
  }
  return once(`U ${n1} ${n2} ${tail}`, () => countUp(untiedCounts(n1, n2).slice((n1 * (n1 + 1)) / 2), tail));
}

/** Largest k with P(W <= k - 1) <= tail for n pairs, 0 if there is none. */
export function wilcoxonCut(n: number, tail: number): number {
  if (n > largestExactPairs) return normalCut((n * (n + 1)) / 4, (n * (n + 1) * (2 * n + 1)) / 24, tail);
  return once(`W ${n} ${tail}`, () => countUp(subsetSumShares(firstRanks(n)), tail));
}

function countUp(counts: Float64Array, tail: number): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  let below = 0;
  let cut = 0;
  while (cut < counts.length && atMost((below + counts[cut]!) / total, tail)) below += counts[cut++]!;
  return cut;
}

function normalCut(centre: number, variance: number, tail: number): number {
  return Math.max(0, Math.floor(centre + normalQuantile(tail) * Math.sqrt(variance)));
}
