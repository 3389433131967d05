/**
 * `lionlab export --check FILE`: runs exported code on the gradients of its test and says how far its weights are from the interpreter's.
 *
 * The file says which optimizer it was exported from; one that was made from a program file, or lost its first lines, needs that by name.
 */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { listRequested } from "../codegen/listing/list-requested.ts";
import type { Listing } from "../codegen/listing/listing.ts";
import { isOfProgramFile, readOrigin } from "../codegen/listing/origin.ts";
import type { Target } from "../codegen/target.ts";
import { findTarget, targets } from "../codegen/targets/index.ts";
import type { TestCases } from "../codegen/testing/test-cases.ts";
import { casesOf, frameOf, runnerText, tolerances, withArguments } from "../codegen/testing/test-text.ts";
import { LabError } from "../core/errors.ts";
import { printable } from "../core/printable.ts";
import { optimizers } from "../optimizers/index.ts";
import type { Nested } from "../optimizers/trace-input.ts";
import { runExported } from "./run-exported.ts";
import type { Terminal } from "./terminal.ts";

/** What was found. `apart`: largest difference, in parts of the largest weight of its tensor. */
export interface CheckFacts {
  readonly optimizer: string;
  readonly target: string;
  readonly apart: number;
  readonly tolerance: number;
  readonly agrees: boolean;
}

/** What to check. `listing`: what was named on the command line, null where the file says it; `to`: likewise, undefined. */
export interface CheckRequest {
  readonly file: string;
  readonly listing: Listing | null;
  readonly to: string | undefined;
  readonly terminal: Terminal;
}

/**
 * Checks a file. Errors: `check-file`, `check-origin`, `check-target`, `check-missing` where something is not installed, `check-failed` where the code
 * throws.
 */
export async function checkExport({ file, listing: named, to, terminal }: CheckRequest): Promise<CheckFacts> {
  const path = resolve(terminal.cwd, file);
  const text = await readFile(path, "utf8").catch(() => {
    throw new LabError("check-file", `${printable(file)} cannot be read: give the path of an exported file.`);
  });
  const listing = named === null ? listingOf(file, text) : calledAs(named, readOrigin(text)?.name);
  const target = to === undefined ? targetOf(file, text) : findTarget(to);
  const frame = frameOf(target);
  const cases = casesOf(target, listing);
  const input = JSON.stringify({ path, cases: withArguments(cases, frame.argument(listing)) });
  const found = await runExported({ text: runnerText(target, listing), input, frame, file, terminal, path });
  const apart = largestDifference(cases, found);
  const tolerance = tolerances[frame.precision];
  return { optimizer: listing.name, target: target.name, apart, tolerance, agrees: apart <= tolerance };
}

/** A listing under the name that a file has for it, by which its code is called: another than that of the program's file, after `--name`. */
function calledAs(listing: Listing, name: string | undefined): Listing {
  return name === undefined || name === listing.name ? listing : { ...listing, name, title: name };
}

/** The listing of what a file says that it was exported from: an optimizer of the library, for a program's file may lie anywhere. */
function listingOf(file: string, text: string): Listing {
  const origin = readOrigin(text);
  const known = origin !== null && !isOfProgramFile(text) && optimizers.some(({ name }) => name === origin.name);
  if (known) return listRequested(origin);
  const found =
    origin === null
      ? "does not say which optimizer it was exported from"
      : `was exported from a program called ${printable(origin.name)}, which is none of the library`;
  const example = origin === null ? "lion" : `./${printable(origin.name)}.py`;
  throw new LabError(
    "check-origin",
    `${printable(file)} ${found}: name ${origin === null ? "that" : "its file or run"} in front, as in npx lionlab export ${example} --check ${printable(file)}.`,
  );
}

/** By how its name ends and, of several, by what it imports. */
function targetOf(file: string, text: string): Target {
  const imports = (name: string): boolean =>
    new RegExp(`^\\s*(?:import|from) ${name}\\b|\\bfrom "${name}"`, "m").test(text);
  const fits = ({ test }: Target): boolean => !("none" in test) && (test.data === true || test.needs.every(imports));
  const fitting = targets.filter((target) => file.endsWith(`.${target.extension}`) && fits(target));
  const [found] = fitting.sort((a, b) => needsOf(b) - needsOf(a));
  if (found !== undefined) return found;
  const names = targets.filter(({ test }) => !("none" in test)).map(({ name }) => name);
  throw new LabError(
    "check-target",
    `What ${printable(file)} is written for cannot be told: give --to and one of ${names.join(", ")}.`,
  );
}

function needsOf({ test }: Target): number {
  return "none" in test ? 0 : test.needs.filter((name) => name !== "numpy").length;
}

/** Numbers of a tensor; JSON has none that are not finite, and JavaScript writes null for them. */
function flat(x: Nested | null): number[] {
  return x === null ? [Number.NaN] : typeof x === "number" ? [x] : x.flatMap(flat);
}

/** Infinite where something is missing or no number. */
function largestDifference({ start: first, unit, runs }: TestCases, found: unknown): number {
  const paths = found as Nested[][][];
  return Math.max(
    ...runs.flatMap(({ expected }, r) =>
      Object.entries(expected).flatMap(([step, tensors]) =>
        tensors.map((tensor, k) => {
          const wanted = flat(tensor);
          const got = flat(paths[r]?.[Number(step) - 1]?.[k] ?? []);
          const sizes = [...wanted, ...flat(first[k]!).map((x) => x / unit)].map(Math.abs);
          const apart = Math.max(...wanted.map((x, i) => Math.abs(x - (got[i] ?? Number.NaN))));
          return Number.isNaN(apart) ? Number.POSITIVE_INFINITY : apart / Math.max(...sizes);
        }),
      ),
    ),
  );
}
