/**
 * `lionlab export --check FILE`: runs exported code on the gradients of its test and says how far its weights are from the interpreter's.
 *
 * The file says which optimizer it was exported from; one that was made from a program file, or lost its first lines, needs that by name.
 */
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { listRequested } from "../codegen/list-requested.ts";
import type { Listing } from "../codegen/listing.ts";
import { readOrigin } from "../codegen/origin.ts";
import type { Target, TestFrame } from "../codegen/target.ts";
import { findTarget, targets } from "../codegen/targets/index.ts";
import { createTestCases, type TestCases } from "../codegen/test-cases.ts";
import { frameOf, runnerText, tolerances, withArguments } from "../codegen/test-text.ts";
import { LabError } from "../core/errors.ts";
import { printable } from "../core/printable.ts";
import type { Nested } from "../optimizers/trace-input.ts";
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
  const listing = named ?? listingOf(file, text, terminal.cwd);
  const target = to === undefined ? targetOf(file, text) : findTarget(to);
  const frame = frameOf(target);
  const cases = createTestCases(listing);
  const input = JSON.stringify({ path, cases: withArguments(cases, frame.argument(listing)) });
  const run = { text: runnerText(target, listing), input, frame, file, terminal, path };
  const found = await (frame.language === "python" ? runPython(run) : runTypescript(run));
  const apart = largestDifference(cases, found);
  const tolerance = tolerances[frame.precision];
  return { optimizer: listing.name, target: target.name, apart, tolerance, agrees: apart <= tolerance };
}

/** The listing of what a file says that it was exported from. */
function listingOf(file: string, text: string, folder: string): Listing {
  const origin = readOrigin(text);
  if (origin !== null) return listRequested({ ...origin, folder });
  throw new LabError(
    "check-origin",
    `${printable(file)} does not say which optimizer it was exported from: name that in front, as in npx lionlab export lion --check ${printable(file)}.`,
  );
}

/** By what a file imports, and how its name ends. */
function targetOf(file: string, text: string): Target {
  const imports = (name: string): boolean => new RegExp(`^\\s*(?:import|from) ${name}\\b`, "m").test(text);
  const fitting = targets.filter(
    ({ extension, test }) => file.endsWith(`.${extension}`) && !("none" in test) && test.needs.every(imports),
  );
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

interface RunOf {
  readonly text: string;
  readonly input: string;
  readonly frame: TestFrame;
  readonly file: string;
  readonly path: string;
  readonly terminal: Terminal;
}

async function runPython(run: RunOf): Promise<unknown> {
  const python = run.terminal.env.LIONLAB_PYTHON ?? "python3";
  const { code, out, err } = await start(python, ["-c", run.text], run).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    throw new LabError(
      "check-missing",
      `There is no ${printable(python)} to run ${printable(run.file)} by: install Python 3, or give its path as LIONLAB_PYTHON.`,
    );
  });
  const missing = /No module named '([^']+)'/.exec(err)?.[1];
  if (code !== 0 && missing !== undefined) {
    throw new LabError(
      "check-missing",
      `${printable(python)} has no ${printable(missing)}, which ${printable(run.file)} needs: install it there, or give another Python as LIONLAB_PYTHON.`,
    );
  }
  return resultOf(run, { code, out, err });
}

/** By Node itself where it reads TypeScript, else by the compiler that the folder has. */
async function runTypescript(run: RunOf): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), "lionlab-check-"));
  try {
    const [major, minor] = process.versions.node.split(".").map(Number) as [number, number];
    const native = major > 22 || (major === 22 && minor >= 6);
    const plain = native ? (text: string) => text : transpiler(run);
    const ending = native ? "ts" : "mjs";
    const [exported, runner] = [join(folder, `exported.${ending}`), join(folder, `runner.${ending}`)];
    await writeFile(exported, plain(await readFile(run.path, "utf8")));
    await writeFile(runner, plain(run.text));
    await writeFile(join(folder, "package.json"), '{ "type": "module" }');
    const input = JSON.stringify({ ...(JSON.parse(run.input) as object), path: exported });
    const flags = native ? ["--experimental-strip-types", "--no-warnings"] : [];
    return resultOf(run, await start(process.execPath, [...flags, pathToFileURL(runner).pathname], { ...run, input }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function transpiler({ file, path, terminal }: RunOf): (text: string) => string {
  for (const from of [path, join(terminal.cwd, "x.js")]) {
    try {
      const ts = createRequire(from)("typescript") as {
        transpile(text: string, options: object): string;
        ScriptTarget: { ES2022: number };
        ModuleKind: { ESNext: number };
      };
      return (text) => ts.transpile(text, { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext });
    } catch {}
  }
  throw new LabError(
    "check-missing",
    `Node ${process.versions.node} does not read TypeScript, which ${printable(file)} is written in: take Node 22.6 or later, or npm install typescript beside it.`,
  );
}

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function start(command: string, args: readonly string[], { input, terminal }: RunOf): Promise<Ended> {
  return new Promise((ended, failed) => {
    const child = spawn(command, args, { cwd: terminal.cwd, env: { ...terminal.env } });
    const [out, err]: [string[], string[]] = [[], []];
    child.stdout.setEncoding("utf8").on("data", (text: string) => out.push(text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => err.push(text));
    child.on("error", failed).on("close", (code) => ended({ code, out: out.join(""), err: err.join("") }));
    child.stdin.on("error", () => {}); // one that ended early says why by its exit
    child.stdin.end(input);
  });
}

function resultOf({ file }: RunOf, { code, out, err }: Ended): unknown {
  if (code === 0) {
    try {
      return JSON.parse(
        out
          .trim()
          .split("\n")
          .at(-1)!
          .replace(/NaN|-?Infinity/g, "null"),
      ); // as Python writes them
    } catch {}
  }
  const said = printable(err.trim().split("\n").at(-1)?.trim() || `exit code ${code}`);
  throw new LabError("check-failed", `${printable(file)} does not run: ${said.replace(/\.$/, "")}.`);
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
