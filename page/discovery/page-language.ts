/**
 * What the page asks about programs. Texts of a store may be another's, or of another version: of what cannot be read nothing is known, and
 * the rest is shown.
 */
import { programLanguage } from "../../src/cli/discovery/program-language.ts";
import { LabError } from "../../src/core/errors.ts";
import type { ProgramLanguage } from "../../src/report/discovery/program-language.ts";

/** The laboratory's knowledge; null for programs that cannot be read. */
export const pageLanguage: ProgramLanguage = {
  familyOf: (program) => orNull(() => programLanguage.familyOf(program)),
  familyNameOf: (program) => orNull(() => programLanguage.familyNameOf(program)),
  statesOf: (program) => orNull(() => programLanguage.statesOf(program)),
  replay: (seedProgram, steps) => orNull(() => programLanguage.replay(seedProgram, steps)),
};

function orNull<T>(compute: () => T | null): T | null {
  try {
    return compute();
  } catch (error) {
    if (error instanceof LabError || error instanceof TypeError) return null; // edits of others name what is not there
    throw error;
  }
}
