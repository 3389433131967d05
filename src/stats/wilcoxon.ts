/**
 * Wilcoxon's signed-rank test of paired samples, two-sided: for optimizers that ran on the same seeds.
 *
 * Up to 200 pairs the p-value is exact given ties and zeros: ranks keep their place and only the signs are random. Beyond, it is the normal
 * approximation with tie correction. Differences are compared as float64 gives them, as SciPy compares them.
 * Source: Wilcoxon 1945; Pratt 1959; Cureton 1967 (moments with zeros kept); Streitberg and Roehmel 1986.
 */
import { checkPairs, pairDifferences } from "./check-samples.ts";
import { normalTail } from "./normal.ts";
import { midRanks, tieSizes } from "./ranks.ts";
import { subsetSumShares } from "./subset-sums.ts";

/** Outcome of the test. */
export interface Wilcoxon {
  /** The smaller of the two rank sums. */
  readonly statistic: number;
  /** Sum of the ranks of pairs in which the first value is higher, and of those in which the second is. */
  readonly plus: number;
  readonly minus: number;
  /** Two-sided. */
  readonly p: number;
  readonly method: "exact" | "asymptotic";
  /** Pairs, and those of them without a difference. */
  readonly pairs: number;
  readonly zeros: number;
}

/** How to test. */
export interface WilcoxonOptions {
  /**
   * What pairs without a difference do. "wilcox" (default): they are left out before ranking. "pratt": they take the lowest ranks, which
   * then count for neither side.
   */
  readonly zeros?: "wilcox" | "pratt";
  /** Overrides the choice by size. */
  readonly method?: "exact" | "asymptotic";
  /** Continuity correction of the approximation; default true, which never lowers p. */
  readonly continuity?: boolean;
}

/** Most pairs with a difference for which the exact distribution is computed. */
export const largestExactPairs = 200;

/**
 * Tests whether `first` tends to be higher or lower than `second`, pair by pair.
 *   p = min(1, 2 min(P(W <= plus), P(W >= plus)))
 * A diverged run is -Infinity (or Infinity for losses): its difference has the highest rank. No difference anywhere gives p = 1.
 * Errors: `empty-sample`, `not-a-number`, `unequal-pairs`.
 */
export function wilcoxon(first: readonly number[], second: readonly number[], options: WilcoxonOptions = {}): Wilcoxon {
  checkPairs("Wilcoxon's signed-rank test", first, second);
  const differences = pairDifferences(first, second);
  const moved = differences.filter((difference) => difference !== 0);
  const zeros = differences.length - moved.length;
  const skipped = options.zeros === "pratt" ? zeros : 0; // the lowest ranks are theirs
  const sizes = moved.map(Math.abs);
  const ranks = midRanks(sizes).map((rank) => rank + skipped);
  const plus = ranks.reduce((sum, rank, index) => sum + (moved[index]! > 0 ? rank : 0), 0);
  const minus = ranks.reduce((sum, rank) => sum + rank, 0) - plus;
  const method = options.method ?? (moved.length <= largestExactPairs ? "exact" : "asymptotic");
  const p =
    method === "exact"
      ? exactP(ranks, plus)
      : asymptoticP({
          excess: Math.abs(plus - minus) / 2,
          count: moved.length + skipped,
          skipped,
          ties: tieSizes(sizes),
          continuity: options.continuity ?? true,
        });
  return { statistic: Math.min(plus, minus), plus, minus, p, method, pairs: differences.length, zeros };
}

/** Doubled mid-ranks are integers, so the distribution of the rank sum over all signs can be counted. */
function exactP(ranks: readonly number[], plus: number): number {
  const shares = subsetSumShares(ranks.map((rank) => 2 * rank));
  let below = 0;
  let above = 0;
  shares.forEach((share, sum) => {
    if (sum <= 2 * plus) below += share;
    if (sum >= 2 * plus) above += share;
  });
  return Math.min(1, 2 * Math.min(below, above));
}

/** z = (excess - 1/2) / s, 24 s^2 = n (n+1) (2n+1) - z (z+1) (2z+1) - sum(t^3 - t) / 2 with z zeros that kept ranks. */
function asymptoticP(facts: {
  readonly excess: number;
  readonly count: number;
  readonly skipped: number;
  readonly ties: readonly number[];
  readonly continuity: boolean;
}): number {
  const moment = (n: number): number => n * (n + 1) * (2 * n + 1);
  const tied = facts.ties.reduce((sum, t) => sum + (t ** 3 - t), 0);
  const variance = (moment(facts.count) - moment(facts.skipped) - tied / 2) / 24;
  if (variance === 0) return 1;
  const z = (facts.excess - (facts.continuity ? 0.5 : 0)) / Math.sqrt(variance);
  return Math.min(1, 2 * normalTail(z));
}
