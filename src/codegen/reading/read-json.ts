/**
 * An export as JSON, read back. Its program is what counts; the statements beside it follow from that, and must, or one of the two was edited.
 */
import type { z } from "zod";
import { LabError } from "../../core/errors.ts";
import type { Program } from "../../program/ast.ts";
import { parseProgram } from "../../program/parse.ts";
import { optimizerJson } from "../json/form.ts";
import { type ListingSource, listOptimizer } from "../listing/list-optimizer.ts";
import { json } from "../targets/json.ts";
import { faultIn, placeIn } from "./json-places.ts";
import { type FileText, type ReadOptimizer, withSentences } from "./read-export.ts";
import { ReadMistake } from "./read-mistake.ts";
import { type ListedFacts, optimizerOfFacts, standingAlone } from "./stand-alone.ts";

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
    const read = optimizerOfFacts(data as Data & ListedFacts, programIn(file.text, data));
    requireSame(file.text, data, read.source);
    return standingAlone(read);
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
