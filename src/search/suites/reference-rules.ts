/**
 * The rules of a truth study as programs of the search's form, each at the centre of the space that the study tunes.
 */
import { seedProgram } from "../../optimizers/seed.ts";
import { printProgram } from "../../program/print.ts";
import type { StudyConfig } from "../../study/config.ts";
import { centrePoint, settingsAt, spaceOf } from "../../study/space.ts";
import type { ReferenceRule } from "./measure-rule.ts";

/** Rules in the order of the study. Errors: those of `spaceOf` and `seedProgram`. */
export function referenceRules(config: StudyConfig): readonly ReferenceRule[] {
  return config.optimizers.map(({ name, label, convention, lr, hyperparameters, spaces = {} }) => {
    const wanted = convention ?? config.convention;
    const grids = { ...(lr.length === 0 ? {} : { lr }), ...hyperparameters };
    const space = spaceOf({ name, label, convention: wanted, grids, spaces });
    const program = seedProgram({ name, convention: wanted, hyperparameters: settingsAt(space, centrePoint(space)) });
    return { name: label, program: printProgram(program) };
  });
}
