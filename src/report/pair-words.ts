/**
 * What the tests of a study say in a sentence, alike in the verdict and beside the table of pairs.
 */
import { type Contender, comparisonsOf, testOfMoreSeeds } from "./contenders.ts";
import { alpha, cannotDecide, decidable } from "./decidable.ts";
import { count, listInWords } from "./format.ts";
import type { PairTest } from "./measures/pair-tests.ts";
import type { TestChoice } from "./measures/test-choice.ts";
import type { StudyView } from "./study-view.ts";

/** A tested pair; `first` is the one with the higher validation score. */
export interface NamedPair extends Omit<PairTest, "first" | "second"> {
  readonly first: Contender;
  readonly second: Contender;
}

/** The pairs of a study with their names. */
export function namedPairs(view: StudyView): readonly NamedPair[] {
  const { able, pairs } = comparisonsOf(view);
  return pairs.map((pair) => ({ ...pair, first: able[pair.first]!, second: able[pair.second]! }));
}

/** Name of the test that was used. */
export function testName({ test }: TestChoice): string {
  return test === "wilcoxon" ? "Wilcoxon signed-rank" : "Mann-Whitney";
}

/** Which test was used, and why. */
export function testWords({ test, sharedSeeds, seedsForPaired }: TestChoice, pairs: readonly NamedPair[]): string {
  const imported = pairs.some(({ first }) => first.setting.best?.runs[0]?.trial.config.imported !== undefined);
  const shared = imported
    ? "runs of one seed may share what their tool drew by it"
    : "runs of one seed share initial weights, split, batches and dropout masks";
  if (test === "wilcoxon") {
    return `Compared seed by seed (Wilcoxon's signed-rank test), since all ran on the same seeds: ${shared}, so what differs within a seed is the optimizer.`;
  }
  if (!sharedSeeds) {
    return "Compared without regard to seeds (Mann-Whitney's test), since not all ran on the same seeds.";
  }
  const seeds = count(pairs[0]!.n1, "seed");
  const corrected = pairs.length > 1 ? ` after correction for ${count(pairs.length, "pair")}` : "";
  return (
    `Compared without regard to seeds (Mann-Whitney's test), although ${shared}: with ${seeds} the paired test could not reach the 5 % level${corrected} (${seedsForPaired} seeds could). ` +
    "This test ignores what a seed's runs share and is, if anything, too careful."
  );
}

/** Which differences are larger than luck explains, or why nothing can be said. */
export function pairsVerdict(view: StudyView, pairs: readonly NamedPair[]): string {
  const found = pairs.filter((pair) => pair.adjusted <= alpha);
  const able = pairs.filter((pair) => decidable(pair, pairs.length));
  if (able.length === 0) return tooFewSeeds(view, pairs);
  if (found.length === 0) {
    const which = able.length === pairs.length ? "No pair" : `Of the ${able.length} pairs that have seeds enough none`;
    return `${which} differs by more than the seeds alone can explain (5 % level, corrected).`;
  }
  const words = found.map(({ first, second, shift }) =>
    shift.value < 0 ? `${second.label} over ${first.label}` : `${first.label} over ${second.label}`,
  );
  const shown = words.length > 6 ? [...words.slice(0, 6), `${words.length - 6} more`] : words;
  return `Higher test accuracy than the seeds alone can explain (5 % level, corrected): ${listInWords(shown)}.`;
}

/** What the largest of these samples could show at most. */
export function tooFewSeeds(view: StudyView, pairs: readonly NamedPair[]): string {
  const largest = pairs.reduce((most, pair) => (pair.n1 * pair.n2 > most.n1 * most.n2 ? pair : most));
  const comparisons = comparisonsOf(view).pairs.length;
  const words = cannotDecide(largest, { comparisons, noun: "pair", test: testOfMoreSeeds(view) });
  return `${words} "Not significant" here does not mean "equal".`;
}
