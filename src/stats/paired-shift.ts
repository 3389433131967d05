/**
 * Hodges and Lehmann's shift of pairs: how much higher the first of a pair is, in the unit of the values.
 *
 * The interval inverts Wilcoxon's test (Tukey): exact up to 200 pairs, beyond by the normal approximation. Ties and pairs without a
 * difference make it a little too wide. Source: Hollander, Wolfe and Chicken 2014, sections 3.2 and 3.3.
 */
import { LabError } from "../core/errors.ts";
import { checkPairs, pairDifferences } from "./check-samples.ts";
import { wilcoxonCut } from "./critical-cuts.ts";
import type { Estimate } from "./mean-interval.ts";

/** Most pairs: their averages are written out, half the square of so many. */
export const mostPairs = 5000;

/**
 * Median of all averages of two differences d_i = x_i - y_i, each with itself too (the pseudo-median). The interval runs between the k-th
 * smallest and the k-th largest average, k as large as the distribution of the rank sum allows at `level`; null where even the extremes cannot
 * cover it (5 pairs at 95 per cent). Infinite differences of opposite signs average 0.
 * Errors: those of `checkPairs`, `too-many-pairs` above 5,000.
 */
export function pairedShift(first: readonly number[], second: readonly number[], level = 0.95): Estimate {
  checkPairs("A paired shift", first, second);
  const differences = pairDifferences(first, second);
  const n = differences.length;
  if (n > mostPairs) {
    throw new LabError("too-many-pairs", `A paired shift takes at most ${mostPairs} pairs, but there are ${n}.`, { n });
  }
  const averages = averagesOf(differences);
  const value = averages.length % 2 === 1 ? averages[(averages.length - 1) / 2]! : middleOf(averages);
  const cut = wilcoxonCut(n, (1 - level) / 2);
  if (cut === 0) return { n, value, low: null, high: null };
  return { n, value, low: averages[cut - 1]!, high: averages[averages.length - cut]! };
}

/** In rising order. */
function averagesOf(differences: readonly number[]): Float64Array {
  const n = differences.length;
  const averages = new Float64Array((n * (n + 1)) / 2);
  let at = 0;
  for (let i = 0; i < n; i++) for (let j = i; j < n; j++) averages[at++] = averageOf(differences[i]!, differences[j]!);
  return averages.sort();
}

function averageOf(a: number, b: number): number {
  return a === -b ? 0 : a / 2 + b / 2;
}

function middleOf(sorted: Float64Array): number {
  return averageOf(sorted[sorted.length / 2 - 1]!, sorted[sorted.length / 2]!);
}
