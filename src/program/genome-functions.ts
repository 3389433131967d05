/**
 * The functions that genomes call, each once: names that mean the same (`clip` and `clip_by_global_norm`, `**` and `power`)
 * are one function here, so that equal statements are equal objects.
 */
import { LabError, unknownName } from "../core/errors.ts";
import { functions, type ProgramFunction } from "./functions.ts";

/** Functions by the name that genomes and edits use. */
export type FunctionTable = ReadonlyMap<string, ProgramFunction>;

/** Names of the paper dialect that stand for another one; what is right is printed, as in the paper's listings. */
const canonicalNames: { readonly [name: string]: string } = {
  clip_by_global_norm: "clip",
  interpolate: "interp",
  pow: "power",
  "**": "power",
};

/** The 45 functions of the search space, in the order of the table. */
export const paperFunctions: FunctionTable = new Map(
  functions
    .filter(({ name, dialects }) => dialects.includes("paper") && canonicalNames[name] === undefined)
    .map((fn) => [fn.name, fn]),
);

/** The one function that a name of the paper dialect stands for, or undefined. */
export function canonicalFunction(name: string): ProgramFunction | undefined {
  return paperFunctions.get(canonicalNames[name] ?? name);
}

/** The search space's functions and a program's own. Errors: `name-taken` for a function named like another one. */
export function functionTable(own: readonly ProgramFunction[]): FunctionTable {
  const table = new Map(paperFunctions);
  for (const fn of own) {
    if (table.has(fn.name) || canonicalNames[fn.name] !== undefined) {
      throw new LabError(
        "name-taken",
        `The function ${fn.name} cannot be added to the language: that name is taken; choose another one.`,
        { name: fn.name },
      );
    }
    table.set(fn.name, fn);
  }
  return table;
}

/** The function of that name in a table; other names of it will do. Errors: `unknown-function`. */
export function functionNamed(table: FunctionTable, name: string): ProgramFunction {
  const found = table.get(canonicalNames[name] ?? name);
  if (found === undefined) throw unknownName("function", name, [...table.keys()]);
  return found;
}
