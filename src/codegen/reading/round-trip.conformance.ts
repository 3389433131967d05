/** What reading back must keep: an export of what was read from an export is that export. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { LabError } from "../../core/errors.ts";
import type { OptimizerRequest } from "../../optimizers/resolve.ts";
import { parseProgram } from "../../program/parse.ts";
import { listRequested } from "../listing/list-requested.ts";
import type { Listing } from "../listing/listing.ts";
import { json } from "../targets/json.ts";
import { numpy } from "../targets/numpy.ts";
import { listRead } from "./read-export.ts";
import { programTextOf, readExport } from "./read-file.ts";

/** A listing without what NumPy does not say: ranges, the text of the program, and in which order states' own hyperparameters stand. */
function comparable({ passes, stores, states, scalars, mask, maskedBy, hyperparameters }: Listing) {
  const declared = hyperparameters.map(({ name, kind, default: value, about }) => [name, kind, value, about]).sort();
  return { passes, stores, states, scalars, mask, maskedBy, declared };
}

/**
 * Exports an optimizer, reads the text and exports that again, from the text itself and from the program file that it becomes: the same bytes each
 * time. `folder`: for program files. `sameListing`: whether NumPy tells everything apart (it does not tell `x ** 2` from `square(x)`).
 */
export function roundTrips(request: OptimizerRequest, folder: string, { sameListing = true } = {}): void {
  mkdirSync(folder, { recursive: true });
  const listing = listRequested(request);
  for (const target of [numpy, json]) {
    const text = target.print(listing);
    const file = { shown: `exported.${target.extension}`, text };
    const read = listRead(readExport(file)!);
    expect(target.print(read)).toBe(text);
    if (target === json) expect(withoutTuning(read)).toEqual(withoutTuning(listing));
    else if (sameListing) expect(comparable(read)).toEqual(comparable(listing));
    const program = programTextOf(file);
    parseProgram(program);
    writeFileSync(join(folder, "read.txt"), program);
    const again = target.print(listRequested({ name: "./read.txt", folder }));
    // a program of the paper's form has no place for constants that were fixed; its statements are then those of the library's
    expect(target === json ? withoutProgram(again) : again).toBe(target === json ? withoutProgram(text) : text);
  }
}

/** Without how hyperparameters are tuned, which no target prints. */
function withoutTuning(listing: Listing): Listing {
  return { ...listing, hyperparameters: listing.hyperparameters.map(({ tuned: _, ...each }) => each) };
}

function withoutProgram(text: string): string {
  return text.replace(/ {2}"program": \[[\s\S]*?\n {2}\],\n/, "");
}

/** A text with one to three pieces of it left out, doubled, moved or replaced by a word of Python, the same for a number. */
export function mutated(text: string, seed: number): string {
  let state = (seed + 1) * 2654435761;
  const draw = (below: number): number => {
    state = Math.imul(state ^ (state >>> 15), 2246822519) + 3266489917;
    return (state >>> 1) % below;
  };
  let result = text;
  for (let i = 0; i <= draw(3); i++) {
    const from = draw(result.length);
    const piece = result.slice(from, from + 1 + draw(12));
    const rest = result.slice(from + piece.length);
    const words = [
      "(",
      ")",
      "[",
      "]",
      ":",
      "\n",
      "    ",
      "=",
      "**",
      ".",
      "for ",
      "def ",
      "state",
      '"',
      '"""',
      "1e999",
      "&",
      "w",
      "\\",
      "é",
      "lambda ",
      "return ",
      "{",
      "0",
    ];
    const put = [piece + piece, "", words[draw(words.length)]!, [...piece].reverse().join("")][draw(4)]!;
    result = result.slice(0, from) + put + rest;
  }
  return result;
}

/** Reads texts that may be broken: each gives a program, or one sentence with its line. Returns how many were read. */
export function readsOrSays(texts: readonly string[]): number {
  let read = 0;
  for (const text of texts) {
    try {
      parseProgram(programTextOf({ shown: "broken.py", text }));
      read += 1;
    } catch (error) {
      if (!(error instanceof LabError)) throw new Error(`a text broke the reader:\n${text}`, { cause: error });
      expect(error.code).toBe("unreadable-program");
      expect(error.message).toMatch(/^broken\.py, line \d+: [^\n]+\.$/);
    }
  }
  return read;
}
