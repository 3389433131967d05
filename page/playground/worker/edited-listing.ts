/** An edited program as what can be run, set and exported. */
import { withNumbers } from "../../../src/codegen/listing/constants.ts";
import { listProgramText } from "../../../src/codegen/listing/list-program.ts";
import type { Listing } from "../../../src/codegen/listing/listing.ts";
import { LabError } from "../../../src/core/errors.ts";
import type { PathProgram } from "../../../src/optimizers/plane-path.ts";
import { checkHyperparameter } from "../../../src/optimizers/resolve-text.ts";
import { parseProgram } from "../../../src/program/parse.ts";
import { printProgram } from "../../../src/program/print.ts";
import type { HyperparameterValues } from "../../../src/program/symbolic.ts";
import type { EditedProgram, ProgramForm } from "./messages.ts";

/** The path that the command line would be given: what is read from the text is what `lionlab export` reads from such a program file. */
export function pathOf({ name }: Pick<EditedProgram, "name">): string {
  return `./${name}.txt`;
}

/** The listing of the text. Errors: those of `listProgramText`. */
export function listingOf(edited: Pick<EditedProgram, "name" | "text">): Listing {
  return listProgramText({ path: pathOf(edited), text: edited.text });
}

/** Values in use: those that were given where they are allowed, defaults else, and why others are not used. */
export function valuesOf(
  listing: Listing,
  given: HyperparameterValues,
): Pick<ProgramForm, "values" | "refused"> & { readonly changed: boolean } {
  const refused: Record<string, string> = {};
  const own = listing.hyperparameters.filter(({ name }) => name !== "lr");
  const values = own.map((each): [string, number | boolean] => {
    const standard = each.default ?? 0;
    const value = Object.hasOwn(given, each.name) ? given[each.name]! : standard;
    try {
      checkHyperparameter(listing.name, each.name, { ...each, default: standard }, value);
      return [each.name, value];
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      refused[each.name] = error.message;
      return [each.name, standard];
    }
  });
  const changed = values.some(([, value], i) => value !== own[i]!.default);
  return { values: Object.fromEntries(values), refused, changed };
}

/** The program at these values: one of the paper's form has them as its numbers. */
export function programAt({ program: text }: Listing, values: HyperparameterValues): PathProgram {
  const program = parseProgram(text);
  if (program.dialect === "library") return { program, hyperparameters: values };
  return { program: withNumbers(program, values), hyperparameters: {} };
}

/** The text with these values as its defaults; comments stay where the program's form lets them. */
export function writtenWith(text: string, listing: Listing, values: HyperparameterValues): string {
  const { program } = programAt(listing, values);
  if (program.dialect === "paper") {
    const heading = /^(?:[ \t]*(?:#[^\n]*)?\n)*/.exec(text)![0];
    return `${heading}${printProgram(program)}`;
  }
  return text.replace(
    /^([ \t]*hyper[ \t]+(\w+)[ \t]*=)([^#;\n]*)/gm,
    (line, before: string, name: string, old: string) => {
      if (!Object.hasOwn(values, name)) return line;
      return `${before} ${shown(values[name]!)}${/[ \t]*$/.exec(old)![0]}`;
    },
  );
}

function shown(value: number | boolean): string {
  if (typeof value === "boolean") return value ? "True" : "False";
  return String(value);
}
