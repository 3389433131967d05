/** From a text that somebody proposes to a genome of the search, or a sentence that says why it is none. */
import { LabError } from "../../core/errors.ts";
import type { Genome } from "../../program/genome.ts";
import { functionNamed } from "../../program/genome-functions.ts";
import { genomeOf } from "../../program/genome-of.ts";
import { applyEdit } from "../../program/mutate/apply-edit.ts";
import { requireRateLast } from "../../program/mutate/rate-last.ts";
import { parseProgram } from "../../program/parse.ts";
import { printFunction } from "../../program/print.ts";
import type { Language } from "../language.ts";
import { editsBetween } from "./edits-between.ts";

/** Most statements where the search sets no limit. */
export const mostStatements = 200;

/** Longest program of a language, `return` counted. */
export function longestIn({ mutation: { maxLength } }: Pick<Language, "mutation">): number {
  return maxLength ?? mostStatements;
}

/**
 * The genome of a proposed text. It has the signature of the seed, returns the same names, and calls functions of the language; it
 * defines none. Errors: those of parsing and checking; `proposal-invalid`; `rate-not-last`.
 */
export function readProposal(text: string, language: Language): Genome {
  const { seed, functions, helpers, mutation } = language;
  const program = parseProgram(text);
  if (program.helpers.length > 0)
    throw invalid(
      "It defines a function of its own; use those that the search has, or give it others in mutation.helpers.",
    );
  const genome = genomeOf({ ...program, helpers }, [...helpers.map(printFunction), text].join("\n"));
  if (genome.inputs.join() !== seed.inputs.join())
    throw invalid(
      `It takes (${genome.inputs.join(", ")}); every program of this search takes (${seed.inputs.join(", ")}).`,
    );
  if (genome.outputs.join() !== seed.outputs.join())
    throw invalid(
      `It returns ${genome.outputs.join(", ")}; every program of this search returns ${seed.outputs.join(", ")}.`,
    );
  const longest = longestIn(language);
  if (genome.body.length + 1 > longest)
    throw invalid(`It has ${genome.body.length + 1} statements of at most ${longest}.`);
  for (const { fn } of genome.body) functionNamed(functions, fn.name);
  if (mutation.rate === "last-factor") requireRateLast(genome);
  // The same functions as those that edits name, so that what goes on from the archive goes on from this.
  return editsBetween(seed, genome).reduce((child, edit) => applyEdit(child, edit, functions), seed);
}

function invalid(sentence: string): LabError {
  return new LabError("proposal-invalid", sentence);
}
