/**
 * What guessing reaches, and what one image is worth: below the one and within the other an accuracy says nothing.
 *
 * Guessing knows the classes: it reaches 1 / classes at random, or the share of the commonest class by one answer to everything. On few
 * images luck gives more; the bound is the most that guessing reaches with a probability above 5 per cent, by the binomial distribution.
 * Trials of earlier versions do not say what they were measured on; of them nothing is said.
 */
import { wholeText } from "../core/whole-number.ts";
import type { MeasuredImages, TrialResult } from "../records/records.ts";
import { mostByLuck } from "../stats/binomial.ts";
import { mean } from "../stats/mean-interval.ts";
import { formatPercent } from "./format.ts";
import { learnedRuns, type OptimizerRuns, type StudyView } from "./study-view.ts";

/** Guessing on one set of images. Shares of 1. */
export interface Chance {
  readonly images: number;
  /** What guessing reaches. */
  readonly level: number;
  /** The most that it reaches by luck. */
  readonly most: number;
}

/** Guessing on the study's validation and test images; over splits that differ, where it reaches most. Null where no trial tells. */
export function chanceOf(view: StudyView): { readonly validation: Chance; readonly test: Chance } | null {
  const known = view.trials.flatMap(({ result }) => result?.measuredOn ?? []);
  if (known.length === 0) return null;
  return { validation: mostOf(known, "validation"), test: mostOf(known, "test") };
}

/** Optimizers that finished, but whose mean test accuracy at their best rate is no better than guessing. */
export function guessers(view: StudyView): readonly OptimizerRuns[] {
  const chance = chanceOf(view);
  return chance === null ? [] : view.optimizers.filter((optimizer) => guesses(optimizer, chance.test));
}

/** `guessing, which reaches 10.00 %, by luck up to 10.50 % on 10,000 images` */
export function chanceText({ level, most, images }: Chance): string {
  return `guessing, which reaches ${formatPercent(level)}, by luck up to ${formatPercent(most)} on ${wholeText(images)} images`;
}

function guesses(optimizer: OptimizerRuns, { most }: Chance): boolean {
  const accuracies = learnedRuns(optimizer).flatMap(({ trial }) => trial.result?.test?.accuracy ?? []);
  return accuracies.length > 0 && mean(accuracies) <= most;
}

function mostOf(known: readonly NonNullable<TrialResult["measuredOn"]>[], part: "validation" | "test"): Chance {
  const chances = known.map((one) => chanceOn(one[part], one.classes));
  return chances.reduce((highest, chance) => (chance.most > highest.most ? chance : highest));
}

function chanceOn({ images, commonest }: MeasuredImages, classes: number): Chance {
  const level = Math.max(1 / classes, commonest);
  return { images, level, most: mostByLuck(images, level) / images };
}
