/**
 * Mann-Whitney U test of two independent samples, two-sided.
 *
 * Up to 80 values the p-value is exact given the ties, by the shift algorithm; beyond, it is the normal approximation with
 * tie and continuity corrections. The result names the method, because with ties the two can differ across 5 per cent.
 * Source: Mann and Whitney 1947; Streitberg and Roehmel 1986 (shift algorithm).
 */
import { checkRankable } from "./check-samples.ts";
import { normalTail } from "./normal.ts";
import { midRanks, tieSizes } from "./ranks.ts";
import { subsetSumCounts, untiedCounts } from "./subset-sums.ts";

/** Outcome of the test. */
export interface MannWhitney {
  /** Number of pairs in which the first sample's value is higher, ties counting half. */
  readonly u1: number;
  readonly u2: number;
  /** Two-sided. */
  readonly p: number;
  readonly method: "exact" | "asymptotic";
  readonly n1: number;
  readonly n2: number;
}

/** Largest n1 + n2 for which the exact distribution is computed. */
export const largestExactSize = 80;

/**
 * Tests whether values of `first` tend to be higher or lower than those of `second`.
 *   U1 = R1 - n1 (n1 + 1) / 2,  p = min(1, 2 min(P(U <= U1), P(U >= U1)))
 * A diverged run is -Infinity (or Infinity for losses) and so ranks last. `method` overrides the choice by size.
 * Errors: `empty-sample` for an empty list, `not-a-number` for NaN.
 */
export function mannWhitney(
  first: readonly number[],
  second: readonly number[],
  options: { readonly method?: "exact" | "asymptotic"; readonly continuity?: boolean } = {},
): MannWhitney {
  const pooled = [...first, ...second];
  checkRankable("A Mann-Whitney test", first, second);
  const n1 = first.length;
  const n2 = second.length;
  const ranks = midRanks(pooled);
  const rankSum = ranks.slice(0, n1).reduce((sum, rank) => sum + rank, 0);
  const u1 = rankSum - (n1 * (n1 + 1)) / 2;
  const u2 = n1 * n2 - u1;
  const method = options.method ?? (n1 + n2 <= largestExactSize ? "exact" : "asymptotic");
  const p =
    method === "exact"
      ? exactP(ranks, n1, rankSum)
      : asymptoticP({ u: Math.max(u1, u2), n1, n2, ties: tieSizes(pooled), continuity: options.continuity ?? true });
  return { u1, u2, p, method, n1, n2 };
}

/** Up to so many values every count is below 2^53, C(56, 28), and so the same in whatever order it was added up. */
const largestWhole = 56;

/** The distribution of the rank sum over all splits: of ranks without ties that of their number, else of doubled mid-ranks, which are integers. */
function exactP(ranks: readonly number[], n1: number, rankSum: number): number {
  const tied = new Set(ranks).size < ranks.length;
  if (!tied && ranks.length <= largestWhole) return tailP(untiedCounts(n1, ranks.length - n1), rankSum);
  const doubled = ranks.map((rank) => 2 * rank);
  return tailP(subsetSumCounts(doubled, n1), 2 * rankSum);
}

function tailP(counts: Float64Array, observed: number): number {
  let below = 0;
  let above = 0;
  let total = 0;
  counts.forEach((count, sum) => {
    total += count;
    if (sum <= observed) below += count;
    if (sum >= observed) above += count;
  });
  return Math.min(1, (2 * Math.min(below, above)) / total);
}

/** z = (max(U1, U2) - n1 n2 / 2 - 1/2) / s with s^2 = n1 n2 / 12 * (N + 1 - sum(t^3 - t) / (N (N - 1))). */
function asymptoticP(facts: {
  readonly u: number;
  readonly n1: number;
  readonly n2: number;
  readonly ties: readonly number[];
  readonly continuity: boolean;
}): number {
  const { u, n1, n2 } = facts;
  const n = n1 + n2;
  const tied = facts.ties.reduce((sum, t) => sum + (t ** 3 - t), 0);
  const variance = ((n1 * n2) / 12) * (n + 1 - (n > 1 ? tied / (n * (n - 1)) : 0));
  if (variance === 0) return 1;
  const z = (u - (n1 * n2) / 2 - (facts.continuity ? 0.5 : 0)) / Math.sqrt(variance);
  return Math.min(1, 2 * normalTail(z));
}
