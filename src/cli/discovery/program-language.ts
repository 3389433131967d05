/**
 * What reports of a discovery ask about programs, answered by the program layer.
 */

import { dependenceOf } from "../../program/abstract/dependence.ts";
import { familyOf } from "../../program/families/sign-momentum.ts";
import type { Edit, Genome } from "../../program/genome.ts";
import { functionTable } from "../../program/genome-functions.ts";
import { genomeOf } from "../../program/genome-of.ts";
import { programFunctions } from "../../program/helpers.ts";
import { applyEdit } from "../../program/mutate/apply-edit.ts";
import { parseProgram } from "../../program/parse.ts";
import { printStatement } from "../../program/print.ts";
import { programOf } from "../../program/program-of.ts";
import type { ProgramLanguage } from "../../report/discovery/program-language.ts";

const family = remembered((text) => familyOf(parseProgram(text)));

/** The laboratory's knowledge. Each program is looked at once. */
export const programLanguage: ProgramLanguage = {
  familyOf: (text) => family(text)?.text ?? null,
  familyNameOf: (text) => family(text)?.name ?? null,
  statesOf: remembered((text) => {
    const { liveStates } = dependenceOf(genomeOf(parseProgram(text), text));
    return liveStates.reduce((sum, one) => sum + one, 0);
  }),
  replay: (seedProgram, steps) => {
    const program = parseProgram(seedProgram);
    const functions = functionTable(programFunctions(program));
    let genome = genomeOf(program, seedProgram);
    const texts = [statementsOf(genome)];
    for (const edits of steps) {
      genome = edits.reduce((child, edit) => applyEdit(child, edit as unknown as Edit, functions), genome);
      texts.push(statementsOf(genome));
    }
    return texts;
  },
};

function statementsOf(genome: Genome): readonly string[] {
  return programOf(genome).statements.slice(0, -1).map(printStatement);
}

function remembered<T>(compute: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const value = known.has(text) ? known.get(text)! : compute(text);
    known.set(text, value);
    return value;
  };
}
