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

/** Guessing on the study's validation and test images; over splits that differ, where it reaches most. Null where no trial tells. */
export function chanceOf(view: StudyView): { readonly validation: Chance; readonly test: Chance } | null {
  const known = view.trials.flatMap(({ result }) => {
    const { classes, validation, test } = result?.measuredOn ?? {};
    return classes === undefined || validation === undefined || test === undefined
      ? []
      : [{ classes, validation, test }];
  });
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

type Known = Required<Omit<NonNullable<TrialResult["measuredOn"]>, "processor">>;

/** Trials of a study mostly measure on the same images, and a bound is computed once for each kind of them. */
function mostOf(known: readonly Known[], part: "validation" | "test"): Chance {
  const kinds = new Map(
    known.map((one) => [
      `${one[part].images} ${one[part].commonest} ${one.classes}`,
      { on: one[part], of: one.classes },
    ]),
  );
  const chances = [...kinds.values()].map(({ on, of }) => guessing(on, of));
  return chances.reduce((highest, chance) => (chance.most > highest.most ? chance : highest));
}
