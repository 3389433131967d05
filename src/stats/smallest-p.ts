/**
 * What a design can show at all: the smallest p-value that the Mann-Whitney test can reach with so many runs.
 */

/** Smallest two-sided p with n1 and n2 values and no ties: 2 / C(n1 + n2, n1), at most 1. */
export function smallestP(n1: number, n2: number): number {
  let choices = 1;
  for (let i = 1; i <= n1; i++) choices *= (n2 + i) / i;
  return Math.min(1, 2 / choices);
}

/** Whether one of `comparisons` tests, n runs per arm, could stay below alpha after Holm's correction. */
export function canReach(design: {
  readonly seeds: number;
  readonly comparisons: number;
  readonly alpha: number;
}): boolean {
  return design.comparisons * smallestP(design.seeds, design.seeds) <= design.alpha;
}

/** Fewest runs per arm with which `comparisons` tests can reach alpha after Holm's correction. */
export function fewestSeeds(comparisons: number, alpha: number): number {
  let seeds = 2;
  while (!canReach({ seeds, comparisons, alpha })) seeds++;
  return seeds;
}
