/**
 * What a design can show at all: the smallest p-values that the Mann-Whitney test and, of pairs, Wilcoxon's can reach with so many runs.
 */
import { atMost } from "./at-most.ts";

/** One of `comparisons` tests, of n1 values against n2. */
export interface Design {
  readonly n1: number;
  readonly n2: number;
  readonly comparisons: number;
  readonly alpha: number;
}

/** Smallest two-sided p with n1 and n2 values and no ties: 2 / C(n1 + n2, n1), at most 1. */
export function smallestP(n1: number, n2: number): number {
  let choices = 1;
  for (let i = 1; i <= n1; i++) choices *= (n2 + i) / i;
  return Math.min(1, 2 / choices);
}

/** Smallest two-sided p with n pairs that differ and no ties: 2 / 2^n, at most 1. */
export function smallestPairedP(n: number): number {
  return Math.min(1, 2 ** (1 - n));
}

/** Smallest p that a test of n1 against n2 values can have after Holm's correction for `comparisons` tests. */
export function smallestCorrectedP({ n1, n2, comparisons }: Omit<Design, "alpha">): number {
  return Math.min(1, comparisons * smallestP(n1, n2));
}

/** Whether such a test could stay below alpha at all. */
export function canReach(design: Design): boolean {
  return atMost(smallestCorrectedP(design), design.alpha);
}

/** Fewest runs per arm with which `comparisons` tests can reach alpha after Holm's correction. */
export function fewestSeeds(comparisons: number, alpha: number): number {
  let seeds = 2;
  while (!canReach({ n1: seeds, n2: seeds, comparisons, alpha })) seeds++;
  return seeds;
}

/** Whether Wilcoxon's test of so many pairs, one of `comparisons` corrected by Holm, could stay below alpha at all. */
export function canReachByPairs({
  pairs,
  comparisons,
  alpha,
}: { readonly pairs: number } & Omit<Design, "n1" | "n2">): boolean {
  return atMost(Math.min(1, comparisons * smallestPairedP(pairs)), alpha);
}

/** Fewest pairs with which Wilcoxon's test, one of `comparisons` corrected by Holm, can reach alpha. */
export function fewestPairs(alpha: number, comparisons = 1): number {
  let pairs = 1;
  while (!canReachByPairs({ pairs, comparisons, alpha })) pairs++;
  return pairs;
}
