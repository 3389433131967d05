/**
 * Who is compared: each optimizer at the best of its settings, and every pair of them tested.
 *
 * Settings of one entry of the study (other hyperparameters, other rates) are tries of one optimizer: they do not compete with each other but
 * share its budget. Where a study has one entry alone, its settings are what is compared.
 */
import { importOf } from "../records/imported.ts";
import { entryLabel } from "../records/optimizer-label.ts";
import { alpha, pairsOf, seedsNeeded } from "./decidable.ts";
import { fewestSeedsForATest } from "./format.ts";
import { type PairTests, pairTests } from "./measures/pair-tests.ts";
import type { SeedFigure } from "./measures/seed-order.ts";
import type { TestChoice } from "./measures/test-choice.ts";
import { endedRuns, groupBy, type OptimizerRuns, rankedOptimizers, type StudyView } from "./study-view.ts";

/** An optimizer in a comparison. */
export interface Contender {
  /** Label of its best setting. */
  readonly label: string;
  /** The setting that validation prefers, the study's first where none has finished. */
  readonly setting: OptimizerRuns;
  /** All that was tried for it, the best first. */
  readonly settings: readonly OptimizerRuns[];
}

/** Contenders by falling validation score, as `rankedOptimizers`. */
export function contendersOf(view: StudyView): readonly Contender[] {
  const entries = entriesOf(view);
  return entries.length > 1 ? entries : rankedOptimizers(view).map((optimizer) => contenderOf([optimizer]));
}

/** The entries of a study with all their settings, by falling validation score of their best. */
export function entriesOf(view: StudyView): readonly Contender[] {
  const name = ({ config }: OptimizerRuns): string => `${config.name}\n${config.convention}\n${entryLabel(config)}`;
  return [...groupBy(rankedOptimizers(view), name).values()].map(contenderOf);
}

/** Of settings, the best first. */
function contenderOf(settings: readonly OptimizerRuns[]): Contender {
  return { label: settings[0]!.label, setting: settings[0]!, settings };
}

/** Test accuracy of each ended run at the best rate of its best setting; -Infinity where it diverged. */
export function testSample({ setting }: Contender): readonly SeedFigure[] {
  if (setting.best === null) return [];
  return endedRuns(setting.best).flatMap(({ diverged, seed, trial }) => {
    const value = diverged ? Number.NEGATIVE_INFINITY : trial.result?.test?.accuracy;
    return value === undefined || Number.isNaN(value) ? [] : [{ seed, value }];
  });
}

/** The tests of a study. */
export interface Comparisons extends PairTests {
  /** Contenders with seeds enough for a test; pairs name them by position. */
  readonly able: readonly Contender[];
  readonly left: readonly Contender[];
}

const known = new WeakMap<StudyView, Comparisons>();

/** Every pair of contenders with at least three seeds, tested; computed once for a view. */
export function comparisonsOf(view: StudyView): Comparisons {
  const before = known.get(view);
  if (before !== undefined) return before;
  const contenders = contendersOf(view);
  const able = contenders.filter((contender) => testSample(contender).length >= fewestSeedsForATest);
  const left = contenders.filter((contender) => !able.includes(contender));
  const comparisons = { able, left, ...pairTests(able.map(testSample), alpha) };
  known.set(view, comparisons);
  return comparisons;
}

/** The test that the study would use with seeds enough: more seeds of a study are seeds of all its optimizers, those of imported runs may not be. */
export function testOfMoreSeeds(view: StudyView): TestChoice["test"] {
  return importOf(view.study) === null || comparisonsOf(view).choice.sharedSeeds ? "wilcoxon" : "mann-whitney";
}

/** Fewest seeds from which on that test can tell every two contenders apart. */
export function seedsForAll(view: StudyView): number {
  return seedsNeeded(pairsOf(contendersOf(view).length), testOfMoreSeeds(view));
}
