/**
 * The rules of a truth study: what of each is tuned, and its program in the search's form at any setting.
 */
import { seedProgram } from "../../optimizers/seed.ts";
import { printProgram } from "../../program/print.ts";
import type { StudyConfig } from "../../study/config.ts";
import { centrePoint, type Dimension, settingsAt, spaceOf } from "../../study/space.ts";

/** Hyperparameters by name, the rate `lr` among them. */
export type Settings = { readonly [name: string]: number | boolean };

/** A rule of the reference set. */
export interface ReferenceRule {
  readonly name: string;
  /** The middle of the space that the study tunes. */
  readonly centre: Settings;
  readonly dimensions: readonly Dimension[];
  /** Text of the paper's form. A hyperparameter that the rule reads at several places is one number at all of them. */
  programAt(settings: Settings): string;
}

/** Rules in the order of the study. Errors: those of `spaceOf` and `seedProgram`. */
export function referenceRules(config: StudyConfig): readonly ReferenceRule[] {
  return config.optimizers.map(({ name, label, convention, lr, hyperparameters, spaces = {} }) => {
    const wanted = convention ?? config.convention;
    const grids = { ...(lr.length === 0 ? {} : { lr }), ...hyperparameters };
    const space = spaceOf({ name, label, convention: wanted, grids, spaces });
    const programAt = (settings: Settings): string =>
      printProgram(seedProgram({ name, convention: wanted, hyperparameters: settings }));
    return { name: label, centre: settingsAt(space, centrePoint(space)), dimensions: space.dimensions, programAt };
  });
}
