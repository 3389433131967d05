/** An exported file as an optimizer again: the program that its statements are, and what it is listed from. */
import { LabError, unknownName } from "../../core/errors.ts";
import type { Program } from "../../program/ast.ts";
import { checkProgram } from "../../program/check.ts";
import { SyntaxMistake } from "../../program/parser.ts";
import type { HyperparameterValues } from "../../program/symbolic.ts";
import { type ListingSource, listOptimizer } from "../listing/list-optimizer.ts";
import type { Listing } from "../listing/listing.ts";
import { type Heading, readHeading } from "./heading.ts";
import { programOfStep } from "./linear-program.ts";
import { ReadMistake, unreadable } from "./read-mistake.ts";
import { readNumpy } from "./read-numpy.ts";
import type { ReadHyperparameter, ReadStep } from "./read-program.ts";

/** What a file is. `shown`: its name, for messages and where it says nothing of itself. */
export interface FileText {
  readonly shown: string;
  readonly text: string;
}

/** An optimizer that was read: a program that stands for itself, and what its listing is made from. */
export interface ReadOptimizer {
  readonly program: Program;
  readonly source: ListingSource;
  /** Null where the file says nothing of itself. */
  readonly heading: Heading | null;
}

/** The listing; what was fixed when the file was written stays said of it. */
export function listRead({ source, heading }: Pick<ReadOptimizer, "source" | "heading">): Listing {
  const listing = listOptimizer(source);
  return withHeading({ ...listing, fixed: { ...heading?.fixed, ...source.fixed } }, heading);
}

/** A listing with the lineage that its heading says. */
export function withHeading(listing: Listing, heading: Heading | null): Listing {
  return heading === null || heading.lineage === null ? listing : { ...listing, lineage: heading.lineage };
}

/** Does what reads a text, and says in one sentence what could not be read. Errors: `unreadable-program`. */
export function withSentences<T>({ shown }: Pick<FileText, "shown">, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ReadMistake || error instanceof SyntaxMistake)
      throw unreadable(shown, error.message, error.at);
    if (error instanceof LabError && error.code === "program-syntax") {
      const { line = 1, column = 1 } = error.data as { readonly line?: number; readonly column?: number };
      throw unreadable(shown, error.message.split("\n")[0]!, { line, column });
    }
    throw error;
  }
}

/** Reads an export for NumPy. Errors: `unreadable-program`. */
export function readNumpyExport(file: FileText): ReadOptimizer {
  return withSentences(file, () => {
    const heading = readHeading(file.text);
    const reading = (of: "weights" | "tensors") => {
      const step = readNumpy(file.text, { of });
      return { step, read: optimizerOf(step, { heading, shown: file.shown }) };
    };
    const first = reading("weights");
    const masked = listRead(first.read).maskedBy.length;
    // where not all that is masked multiplies the weights, what it multiplies is any tensor
    return masked === first.step.maskedBy.length ? first.read : reading("tensors").read;
  });
}

/** The program of a step, and what it is listed from. Errors: `ReadMistake` for what no program does. */
export function optimizerOf(
  step: ReadStep,
  { heading, shown }: { readonly heading: Heading | null; readonly shown: string },
): ReadOptimizer {
  const program = programOfStep(step);
  const [mistake] = checkProgram(program);
  if (mistake !== undefined) throw new ReadMistake(mistake.message, mistake.at);
  const rate = step.lr ?? { name: "lr", default: 1, about: "step size" };
  const hyperparameters = Object.fromEntries([rate, ...step.hyperparameters].map(declared));
  return { program, heading, source: { ...factsOf(heading, shown), program, hyperparameters, fixed: {} } };
}

function declared({
  name,
  default: value,
  about,
}: ReadHyperparameter): [string, ListingSource["hyperparameters"][string]] {
  const said = about !== "" ? about : name === "lr" ? "step size" : "hyperparameter of the program";
  return [name, { kind: typeof value === "boolean" ? "flag" : "number", default: value, about: said }];
}

/** What a listing says of itself; `shown`: the name of a file that says nothing. */
export function factsOf(
  heading: Heading | null,
  shown: string,
): Omit<ListingSource, "program" | "hyperparameters" | "fixed"> {
  if (heading !== null) {
    const { rate: _, fixed: __, lineage: ___, ...facts } = heading;
    return facts;
  }
  const name = ownFileName(shown);
  const source = `the file ${name}`;
  return { name, title: name, summary: `The program ${name}.`, convention: "torch", source, deviation: "none" };
}

/** `adamw` of `./adamw.py`, and a word for standard input. */
export function ownFileName(shown: string): string {
  return (
    shown
      .replace(/^.*[/\\]/, "")
      .replace(/\.\w+$/, "")
      .replace(/^-$/, "program") || "program"
  );
}

/** The same with values for some hyperparameters: constants, and the default of `lr`. Errors: `unknown-hyperparameter`. */
export function withValues(read: ReadOptimizer, { lr, ...fixed }: HyperparameterValues): ReadOptimizer {
  const { source } = read;
  const known = Object.keys(source.hyperparameters);
  for (const name of Object.keys(fixed)) if (!known.includes(name)) throw unknownName("hyperparameter", name, known);
  const rate = source.hyperparameters.lr!;
  const hyperparameters = {
    ...source.hyperparameters,
    lr: { ...rate, default: lr === undefined ? rate.default : Number(lr) },
  };
  return { ...read, source: { ...source, hyperparameters, fixed: { ...source.fixed, ...fixed } } };
}
