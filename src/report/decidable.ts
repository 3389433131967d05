/**
 * What the seeds of a comparison can decide at all, said alike wherever a verdict is.
 */
import { canReach, fewestPairs, fewestSeeds, smallestCorrectedP } from "../stats/smallest-p.ts";
import { count, fewestSeedsForATest, formatP } from "./format.ts";
import type { TestChoice } from "./measures/test-choice.ts";

/** Level of the tests of a report. */
export const alpha = 0.05;

/** Sizes of two samples that are tested against each other. */
export interface Sizes {
  readonly n1: number;
  readonly n2: number;
}

/** Number of pairs among so many. */
export function pairsOf(many: number): number {
  return (many * (many - 1)) / 2;
}

/** Whether a test of such samples, one of `comparisons`, could reach the level. */
export function decidable({ n1, n2 }: Sizes, comparisons: number): boolean {
  return canReach({ n1, n2, comparisons, alpha });
}

/**
 * Fewest seeds from which on each of `comparisons` tests could reach the level. Of Wilcoxon's test, by which a study compares that runs its
 * optimizers on the same seeds; of Mann-Whitney's where runs have seeds of their own.
 */
export function seedsNeeded(comparisons: number, test: TestChoice["test"]): number {
  const fewest = test === "wilcoxon" ? fewestPairs(alpha, comparisons) : fewestSeeds(comparisons, alpha);
  return Math.max(fewestSeedsForATest, fewest);
}

/** `3 seeds cannot decide: even if …`: for samples that are too small, what they could show at most and how many it takes. */
export function cannotDecide(
  { n1, n2 }: Sizes,
  {
    comparisons,
    noun,
    test,
  }: { readonly comparisons: number; readonly noun: string; readonly test: TestChoice["test"] },
): string {
  const needed = seedsNeeded(comparisons, test);
  const have = n1 === n2 ? count(n1, "seed") : `${n1} and ${n2} seeds`;
  const corrected = comparisons > 1 ? ` after correction for ${count(comparisons, noun)}` : "";
  const least = formatP(smallestCorrectedP({ n1, n2, comparisons }));
  return (
    `${have} cannot decide whether a difference is real: even if every run of one beat every run of the other, ` +
    `the exact test would give p = ${least}${corrected}, above ${alpha}. ${needed} seeds could decide.`
  );
}
