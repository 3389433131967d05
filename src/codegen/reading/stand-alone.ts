/** An optimizer that was listed as one that was read: with a program that stands for itself. */
import type { Position, Program, Statement } from "../../program/ast.ts";
import { checkProgram } from "../../program/check.ts";
import { literalOf, withNumbers } from "../listing/constants.ts";
import type { ListingSource } from "../listing/list-optimizer.ts";
import type { ListedHyperparameter, Listing } from "../listing/listing.ts";
import { numpy } from "../targets/numpy.ts";
import { listRead, type ReadOptimizer, readNumpyExport } from "./read-export.ts";

/** What a listing says of itself besides its statements, which follow from its program. */
export type ListedFacts = Pick<
  Listing,
  "name" | "title" | "summary" | "convention" | "source" | "deviation" | "fixed" | "lineage"
> & { readonly hyperparameters: readonly Omit<ListedHyperparameter, "kind">[] };

/** What is listed from a program and what was said of it. */
export function optimizerOfFacts(said: ListedFacts, program: Program): ReadOptimizer {
  const { name, title, summary, convention, source: origin, deviation, fixed, lineage = null } = said;
  const facts = { name, title, summary, convention, source: origin, deviation };
  const source: ListingSource = { ...facts, program, hyperparameters: declaredIn(said), fixed };
  return { program, heading: { ...facts, fixed, rate: null, lineage }, source };
}

/** The same with a program that needs nothing said beside it. */
export function standingAlone(read: ReadOptimizer): ReadOptimizer {
  return { ...read, program: standAlone(read) };
}

function declaredIn({ hyperparameters }: ListedFacts): ListingSource["hyperparameters"] {
  type Declared = ListingSource["hyperparameters"][string];
  const declared = hyperparameters.map(({ name, ...facts }): [string, Declared] => {
    const { default: value, about, min, max, minOpen, maxOpen } = facts;
    const bounds = Object.fromEntries(
      Object.entries({ min, max, minOpen, maxOpen }).filter(([, each]) => each !== undefined),
    );
    return [name, { kind: typeof value === "boolean" ? "flag" : "number", about, default: value, ...bounds }];
  });
  const rate: Declared = { kind: "number", default: 1, about: "step size" };
  return { ...(declared.some(([name]) => name === "lr") ? {} : { lr: rate }), ...Object.fromEntries(declared) };
}

/**
 * The program with its numbers in it: one of the paper's form with the constants that were named, one of the library's dialect with its
 * hyperparameters declared. Where that would lose something (a rate of its own, what was fixed, a constant of a statement that does
 * nothing), the program that the statements are.
 */
function standAlone(read: ReadOptimizer): Program {
  const { program, source } = read;
  const rate = source.hyperparameters.lr!.default;
  const verbatim =
    Object.keys(source.fixed).length > 0
      ? null
      : program.dialect === "library"
        ? withDeclarations(source)
        : rate === 1
          ? withConstants(source)
          : null;
  if (verbatim !== null && checkProgram(verbatim).length === 0) return verbatim;
  return readNumpyExport({ shown: source.name, text: numpy.print(listRead(read)) }).program;
}

const start: Position = { line: 1, column: 1 };

function withDeclarations({ program, hyperparameters }: ListingSource): Program {
  const open = new Map(
    Object.entries(hyperparameters).flatMap(([name, { default: value }]): [string, number | boolean][] =>
      ["lr", "peak_lr", "total_steps"].includes(name) || value === null ? [] : [[name, value]],
    ),
  );
  const own = program.statements.map((each): Statement => {
    const value = each.kind === "hyper" ? open.get(each.target) : undefined;
    if (each.kind !== "hyper" || value === undefined) return each;
    open.delete(each.target);
    return { ...each, value: literalOf(value) };
  });
  const added = [...open].map(
    ([target, value]): Statement => ({ kind: "hyper", target, value: literalOf(value), at: start }),
  );
  return { ...program, statements: [...added, ...own] };
}

function withConstants({ program, hyperparameters }: ListingSource): Program {
  const values = Object.entries(hyperparameters).flatMap(([name, { default: value }]) =>
    name === "lr" || value === null ? [] : [[name, value]],
  );
  return withNumbers(program, Object.fromEntries(values) as { [name: string]: number | boolean });
}
