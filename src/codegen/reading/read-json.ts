/**
 * An export as JSON, read back. Its program is what counts; the statements beside it follow from that, and must, or one of the two was edited.
 */
import type { z } from "zod";
import { LabError } from "../../core/errors.ts";
import type { Position, Program, Statement } from "../../program/ast.ts";
import { checkProgram } from "../../program/check.ts";
import { parseProgram } from "../../program/parse.ts";
import { optimizerJson } from "../json/form.ts";
import { literalOf, withNumbers } from "../listing/constants.ts";
import type { Lineage } from "../listing/lineage.ts";
import { type ListingSource, listOptimizer } from "../listing/list-optimizer.ts";
import { json } from "../targets/json.ts";
import { numpy } from "../targets/numpy.ts";
import { faultIn, placeIn } from "./json-places.ts";
import { type FileText, listRead, type ReadOptimizer, readNumpyExport, withSentences } from "./read-export.ts";
import { ReadMistake } from "./read-mistake.ts";

const follows = {
  $schema: true,
  licence: true,
  states: true,
  scalars: true,
  passes: true,
  stores: true,
  mask: true,
  maskedBy: true,
} as const;

/** A file of `--to json`, without what follows from its program where that was left out. */
const readable = optimizerJson.partial(follows);

type Data = z.infer<typeof readable>;

/** Whether a text is JSON rather than a program. */
export function isJson(text: string): boolean {
  return /^\s*\{/.test(text);
}

/** Reads a file of `--to json`. Errors: `unreadable-program`. */
export function readJsonExport(file: FileText): ReadOptimizer {
  return withSentences(file, () => {
    const data = parsed(file.text);
    const { name, title, summary, convention, source: origin, deviation, fixed } = data;
    const lineage = (data.lineage ?? null) as Lineage | null;
    const facts = { name, title, summary, convention, source: origin, deviation };
    const program = programIn(file.text, data);
    const source: ListingSource = { ...facts, program, hyperparameters: declaredIn(data), fixed };
    const read: ReadOptimizer = { program, heading: { ...facts, fixed, rate: null, lineage }, source };
    requireSame(file.text, data, source);
    return { ...read, program: standAlone(read) };
  });
}

function parsed(text: string): Data {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const fault = faultIn(text);
    if (fault !== null) throw new ReadMistake(`${fault.found} cannot stand here in JSON`, fault.at);
    throw new ReadMistake(`this is no JSON: ${(error as Error).message}`, { line: 1, column: 1 });
  }
  const { success, data, error } = readable.safeParse(value);
  if (success) return data;
  const { path, message } = error.issues[0]!;
  throw new ReadMistake(
    `${path.join("/") || "the file"} is not of schema/optimizer.schema.json: ${message}`,
    placeIn(text, path),
  );
}

/** The program, whose mistakes are those of its line in the file. */
function programIn(text: string, { program: lines }: Data): Program {
  try {
    return parseProgram(lines.join("\n"));
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    const { line = 1 } = error.data as { readonly line?: number };
    throw new ReadMistake(`the program: ${error.message.split("\n")[0]}`, placeIn(text, ["program", line - 1]));
  }
}

function declaredIn({ hyperparameters }: Data): ListingSource["hyperparameters"] {
  type Declared = ListingSource["hyperparameters"][string];
  const declared = hyperparameters.map(({ name, ...facts }): [string, Declared] => {
    const { default: value, about, ...range } = facts;
    const bounds = Object.fromEntries(Object.entries(range).filter(([, each]) => each !== undefined));
    return [name, { kind: typeof value === "boolean" ? "flag" : "number", about, default: value, ...bounds }];
  });
  const rate: Declared = { kind: "number", default: 1, about: "step size" };
  return { ...(declared.some(([name]) => name === "lr") ? {} : { lr: rate }), ...Object.fromEntries(declared) };
}

/** The statements beside the program must be those of it. */
function requireSame(text: string, data: Data, source: ListingSource): void {
  const own = JSON.parse(json.print(listOptimizer(source))) as Data;
  for (const key of ["states", "scalars", "passes", "stores", "mask", "maskedBy"] as const) {
    const path = data[key] === undefined ? null : difference(data[key], own[key], [key]);
    if (path === null) continue;
    throw new ReadMistake(
      `${path.join("/")} is not what the program of this file computes; change the program and leave ${key} out, which follows from it`,
      placeIn(text, path),
    );
  }
}

/** Where two values differ; null where they do not. */
function difference(a: unknown, b: unknown, path: readonly (string | number)[]): readonly (string | number)[] | null {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null)
    return Object.is(a, b) || a === b ? null : path;
  const [left, right] = [a, b] as [Record<string, unknown>, Record<string, unknown>];
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    if (!Object.hasOwn(left, key) || !Object.hasOwn(right, key)) return path;
    const found = difference(left[key], right[key], [...path, Array.isArray(a) ? Number(key) : key]);
    if (found !== null) return found;
  }
  return null;
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
