/**
 * What a design can show at all: the smallest p-value that the Mann-Whitney test can reach with so many runs.
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
