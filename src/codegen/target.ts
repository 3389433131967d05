/**
 * The contract of a target: an ecosystem for which optimizers are written out as source text.
 *
 * One target is one file in `targets/`: a table with a writer for every function (`CodeOp`), names as its users write them, and a frame around
 * the statements. Laws, checked by `target.conformance.ts` for every target, optimizer and convention: the text is the same each
 * time; it has no name that the ecosystem reserves, no line over the ecosystem's width, and says where it comes from; a
 * function that the ecosystem cannot express is refused, never approximated; the numbers are those of the program, which scripts under
 * `test/fixtures/codegen/` hold against the framework itself.
 */
import type { CodeCall, CodeExpression, CodeName, CodeOp } from "./listing/expression.ts";
import type { Listing } from "./listing/listing.ts";
import type { IndexFile } from "./text/index-file.ts";

/** An ecosystem that optimizers are exported to. */
export interface Target {
  /** As `--to` takes it. */
  readonly name: string;
  readonly title: string;
  /** Of files, without the point. */
  readonly extension: string;
  /** One sentence: what comes out. */
  readonly about: string;
  /** Words that cannot be names in the text. */
  readonly reserved: ReadonlySet<string>;
  /** Optimizers of the library that are refused while their hyperparameters are open. */
  readonly refuses?: readonly string[];
  /** Longest line, in characters; null where the form has none. */
  readonly width: number | null;
  /** The source text, ending in a line break. Errors: `target-lacks` for what the ecosystem cannot express: which function, which target
   * could, and what else can be done. */
  print(listing: Listing): string;
  /** What a file gets, where that is not text; the text is its readable form then. */
  bytes?(listing: Listing): Uint8Array;
  /** Of a folder of exports, what imports them all; absent where the ecosystem has no such file. */
  readonly index?: IndexFile;
  /** How exported code is run, for `--test` and `--check`; `none`: why it cannot be. */
  readonly test: TestFrame | { readonly none: string };
}

/** How code of a target is carried out, so that its numbers can be held to the interpreter's. */
export interface TestFrame {
  /** Of the test: a file for pytest, or one for vitest, with types or without. */
  readonly language: "python" | "typescript" | "javascript";
  /** Packages that must be installed, the framework first, as they are imported: `torch`. */
  readonly needs: readonly string[];
  /** What it computes in: see `tolerances`. */
  readonly precision: "float64" | "mixed" | "float32";
  /** Present where the exported file is no module: `run` gets its path. */
  readonly data?: true;
  /** Present where hyperparameters keep their defaults, because what runs the code can give it no others. */
  readonly keepsDefaults?: true;
  /** What helps where a package is missing, as the end of a sentence. */
  readonly otherwise?: string;
  /**
   * Source lines of a function `run(exported, start, gradients, options)` that gives the weights after every step as nested lists (in JavaScript arrays of
   * any shape, or a promise of them). `exported`: the module. `start`: of each tensor nested lists of numbers; `gradients`: the same of every step;
   * `options`: hyperparameters by the names of `argument`, all that the listing has. In Python imports stand within the function.
   */
  run(listing: Listing): readonly string[];
  /** What the exported code calls a hyperparameter of the listing. */
  argument(listing: Listing): (name: string) => string;
}

/** What a test is written from. `exported`: name of the file of the code; `file`: that of the test; `limit`: see `tolerances`. */
export interface TestParts {
  readonly frame: TestFrame;
  readonly title: string;
  readonly exported: string;
  readonly file: string;
  readonly run: readonly string[];
  /** Lines of JSON. */
  readonly data: readonly string[];
  readonly limit: number;
}

/** Checks nothing, keeps the type. */
export function defineTarget(target: Target): Target {
  return target;
}

/** Text of an expression and how tightly it binds, larger binding tighter: see `tightness`. */
export interface Printed {
  readonly text: string;
  readonly binds: number;
  /** Where a long one may be broken: operands, each with the operator in front of it. */
  readonly pieces?: readonly { readonly operator: string; readonly value: Printed }[];
  /** Of a call, or of something in parentheses (`head` is empty); `pair`: brackets other than "()". */
  readonly brackets?: { readonly head: string; readonly args: readonly Printed[]; readonly pair?: string };
}

/** Writes one function, its operands being written already. */
export type Writer = (args: readonly Printed[], call: CodeCall) => Printed;

/** A writer for every function: a table that lacks one does not compile. */
export type WriterTable = { readonly [op in CodeOp]: Writer };

/** How tightly expressions bind in Python and in JavaScript. `bits`: `&` and `|` on arrays in Python. */
export const tightness = {
  choice: 0,
  or: 1,
  and: 2,
  not: 3,
  comparison: 4,
  bitsOr: 4.3,
  bitsAnd: 4.6,
  sum: 5,
  product: 6,
  sign: 7,
  power: 8,
  atom: 9,
} as const;

/** How a target writes what is no function. */
export interface Atoms {
  number(value: number): Printed;
  flag(value: boolean): Printed;
  name(name: CodeName): Printed;
}

/** A function that writes expressions by a table. */
export function createPrinter(table: WriterTable, atoms: Atoms): (expression: CodeExpression) => Printed {
  const print = (expression: CodeExpression): Printed => {
    switch (expression.kind) {
      case "number":
        return atoms.number(expression.value);
      case "flag":
        return atoms.flag(expression.value);
      case "name":
        return atoms.name(expression);
      case "call":
        return table[expression.op](expression.args.map(print), expression);
    }
  };
  return print;
}

/** Something that binds as tightly as can be: a name, a call. */
export function atom(text: string): Printed {
  return { text, binds: tightness.atom };
}

/** At a place that asks for a tightness: in parentheses where it binds looser. */
export function placed(printed: Printed, place: number): Printed {
  return printed.binds < place ? bracketed("", [printed]) : printed;
}

/** The text of the same. */
export function inPlace(printed: Printed, place: number): string {
  return placed(printed, place).text;
}

/** `a + b`. The right side of equal tightness keeps its parentheses: the order of rounding is the program's. */
export function infix(operator: string, binds: number): (args: readonly Printed[]) => Printed {
  return ([left, right]) => {
    const [a, b] = [placed(left!, binds), placed(right!, binds + 0.1)];
    const before = a === left && a.binds === binds && a.pieces !== undefined ? a.pieces : [{ operator: "", value: a }];
    return { text: `${a.text} ${operator} ${b.text}`, binds, pieces: [...before, { operator, value: b }] };
  };
}

/** `f(a, b)` */
export function calling(name: string): (args: readonly Printed[]) => Printed {
  return (args) => bracketed(name, args);
}

function bracketed(head: string, args: readonly Printed[]): Printed {
  return {
    text: `${head}(${args.map(({ text }) => text).join(", ")})`,
    binds: tightness.atom,
    brackets: { head, args },
  };
}
