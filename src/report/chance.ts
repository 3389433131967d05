/**
 * What guessing reaches, and what one image is worth: below the one and within the other an accuracy says nothing.
 *
 * Trials of earlier versions do not say what they were measured on; of them nothing is said.
 */
import { wholeText } from "../core/whole-number.ts";
import type { TrialResult } from "../records/records.ts";
import { mean } from "../stats/mean-interval.ts";
import { formatPercent } from "./format.ts";
import { type Chance, guessing } from "./measures/guessing.ts";
import { learnedRuns, type OptimizerRuns, type StudyView } from "./study-view.ts";

/** Guessing on both sets of images. */
interface Chances {
  readonly validation: Chance;
  readonly test: Chance;
}

const known = new WeakMap<StudyView["trials"], Chances | null>();

/** Guessing on the study's validation and test images; over splits that differ, where it reaches most. Null where no trial tells. */
export function chanceOf({ trials }: StudyView): Chances | null {
  const earlier = known.get(trials);
  if (earlier !== undefined) return earlier; // several sections ask
  const kinds = kindsOf(trials);
  const chances = kinds.length === 0 ? null : { validation: mostOf(kinds, "validation"), test: mostOf(kinds, "test") };
  known.set(trials, chances);
  return chances;
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

type Measured = Required<Omit<NonNullable<TrialResult["measuredOn"]>, "processor">>;

/** What trials were measured on, each kind once: those of a study are mostly of one. */
function kindsOf(trials: StudyView["trials"]): readonly Measured[] {
  const kinds = new Map<string, Measured>();
  for (const { result } of trials) {
    const { classes, validation, test } = result?.measuredOn ?? {};
    if (classes === undefined || validation === undefined || test === undefined) continue;
    const kind = `${classes} ${validation.images} ${validation.commonest} ${test.images} ${test.commonest}`;
    if (!kinds.has(kind)) kinds.set(kind, { classes, validation, test });
  }
  return [...kinds.values()];
}

function mostOf(kinds: readonly Measured[], part: "validation" | "test"): Chance {
  const chances = kinds.map((one) => guessing(one[part], one.classes));
  return chances.reduce((highest, chance) => (chance.most > highest.most ? chance : highest));
}
