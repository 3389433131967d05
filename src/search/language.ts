/**
 * The language of a search: its seed, and the functions that its programs may call.
 */
import type { Program } from "../program/ast.ts";
import type { Edit, Genome, MutationOptions } from "../program/genome.ts";
import { type FunctionTable, functionTable } from "../program/genome-functions.ts";
import { genomeOf } from "../program/genome-of.ts";
import { programFunctions } from "../program/helpers.ts";
import { applyEdit } from "../program/mutate/apply-edit.ts";
import { parseProgram } from "../program/parse.ts";
import type { EditRecord, SearchConfig } from "../records/search-records.ts";

/** See above. */
export interface Language {
  readonly seed: Genome;
  /** Functions by name: those of the paper, and the helpers that the seed's text defines. */
  readonly functions: FunctionTable;
  /** What the seed's text defines, in order. */
  readonly helpers: Program["helpers"];
  readonly mutation: MutationOptions;
}

/** The language of a config. Errors: those of parsing and checking the seed program. */
export function languageOf(config: Pick<SearchConfig, "seedProgram" | "mutation">): Language {
  const program = parseProgram(config.seedProgram);
  const functions = functionTable(programFunctions(program));
  const mutation = config.mutation as unknown as MutationOptions;
  return { seed: genomeOf(program, config.seedProgram), functions, helpers: program.helpers, mutation };
}

/** The genome that recorded edits make of another. Errors: those of `applyEdit`. */
export function replayEdits(genome: Genome, edits: readonly EditRecord[], { functions }: Language): Genome {
  return edits.reduce((child, edit) => applyEdit(child, edit as unknown as Edit, functions), genome);
}
