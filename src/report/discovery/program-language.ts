/**
 * What a discovery's report asks about programs. Reports may not import the program layer, so the caller passes it in; a
 * report without it leaves out families that no record names and tells edits by number instead of by text.
 */
import type { EditRecord } from "../../records/search-records.ts";

/** Knowledge about the text of programs. */
export interface ProgramLanguage {
  /** Known family up to equivalence, such as "Lion with β1 = 0.91, β2 = 0.986"; null: none that is known. */
  familyOf(program: string): string | null;
  /** Name of that family, alike for all its programs; null: none that is known. */
  familyNameOf(program: string): string | null;
  /** States that the program must keep from step to step, each as large as the weights; null where that cannot be told. */
  statesOf(program: string): number | null;
  /**
   * Statements of the genome of `seedProgram` and of the genomes after each step's edits, one text a statement such as
   * `v3 = sign(m)`; one more list than there are steps. Null where archive and
   * language do not belong together.
   */
  replay(seedProgram: string, steps: readonly (readonly EditRecord[])[]): readonly (readonly string[])[] | null;
}
