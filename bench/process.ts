// What the benchmarks share: running one side in a process of its own, and tables of what came out.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { LabError } from "../src/core/errors.ts";
import { keptHeapSettings } from "../src/core/kept-heap.ts";
import { processorName } from "../src/core/processor.ts";
import { callLine } from "./call.ts";

const execute = promisify(execFile);

/** Times that one process printed as its last line. */
export interface Times {
  readonly medianMs: number;
  readonly meanMs: number;
  readonly medianUs: number;
  readonly peakMiB: number;
  readonly version: string;
  /** Images of a batch, where the side tells. */
  readonly batchSize?: number;
}

/** A way to run one side of a comparison. */
export interface Side {
  readonly label: string;
  readonly command: string;
  readonly args: readonly string[];
  /** What its environment has besides ours. */
  readonly env?: { readonly [name: string]: string | undefined };
}

/** Python with PyTorch: `LIONLAB_BENCH_PYTHON`, else `python3`. */
export const python = process.env.LIONLAB_BENCH_PYTHON ?? "python3";

/** The laboratory's side: `lab-steps.js` of this folder. */
export function labSide(label: string, ...args: readonly string[]): Side {
  return { ...scriptSide(label, "lab-steps.js", ...args), env: keptHeapSettings() }; // as workers are started
}

/** A script of this folder, run by this Node. */
export function scriptSide(label: string, script: string, ...args: readonly string[]): Side {
  return { label, command: process.execPath, args: [path(script), ...args] };
}

/** A peer's side: a script of `bench/peers`, in the source tree beside `dist-tools`. */
export function peerSide(label: string, script: string, ...args: readonly string[]): Side {
  return { label, command: python, args: [path(`../../bench/peers/${script}`), ...args] };
}

/** Runs `copies` of one side at the same time; the mean of their times. */
export async function runSide(side: Side, copies = 1): Promise<Times> {
  const all = await Promise.all(Array.from({ length: copies }, () => once(side)));
  const mean = (key: "medianMs" | "meanMs" | "medianUs" | "peakMiB"): number =>
    all.reduce((sum, times) => sum + (times[key] ?? Number.NaN), 0) / copies;
  const first = all[0]!;
  return {
    version: first.version,
    ...(first.batchSize === undefined ? {} : { batchSize: first.batchSize }),
    medianMs: mean("medianMs"),
    meanMs: mean("meanMs"),
    medianUs: mean("medianUs"),
    peakMiB: mean("peakMiB"),
  };
}

/** Runs sides in turn, A B C A B C …, so that a drift of the machine meets all of them; the times of each, by label. */
export async function inTurn(
  sides: readonly Side[],
  { rounds, copies = 1 }: { rounds: number; copies?: number },
): Promise<ReadonlyMap<string, readonly Times[]>> {
  const found = new Map<string, Times[]>(sides.map(({ label }) => [label, []]));
  for (let round = 0; round < rounds; round++) {
    for (const side of sides) {
      process.stderr.write(`round ${round + 1} of ${rounds}: ${side.label}\n`);
      found
        .get(side.label)!
        .push(await runSide(side, copies).catch((error) => Promise.reject(withoutPeer(side, error))));
    }
  }
  return found;
}

/** The same side kept on one core, where the system can (Linux, `taskset`). */
export function onOneCore(side: Side, core = cpus().length - 1): Side {
  const taskset = "/usr/bin/taskset";
  if (!existsSync(taskset)) return side;
  return { ...side, command: taskset, args: ["-c", String(core), side.command, ...side.args] };
}

/** Runs one side and reads the JSON of its last line. */
export async function runJson<T>(side: Side): Promise<T> {
  process.stderr.write(`${side.label}\n`);
  try {
    return lastLine((await execute(side.command, [...side.args], { maxBuffer: 2 ** 26 })).stdout) as T;
  } catch (error) {
    throw withoutPeer(side, error);
  }
}

/** A mistake of the caller where a peer's side failed because its Python, or a package of it, is not there; else the error as it is. */
export function withoutPeer({ label, args }: Side, error: unknown): unknown {
  const [, reason] =
    /(spawn .* ENOENT|ModuleNotFoundError: .*)/.exec(error instanceof Error ? error.message : "") ?? [];
  if (reason === undefined || !args.some((word) => word.endsWith(".py"))) return error;
  const sentence = `${label} was to be measured with ${python}, which is not there or lacks a package (${reason}). Name a Python that has it: LIONLAB_BENCH_PYTHON=/path/to/python ${callLine(...process.argv.slice(2))}`;
  return new LabError("no-peer", sentence, { python, reason });
}

/** Middle value. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}

/** One line on the machine, for the head of a table; ratios hold for a kind of processor. */
export function machine(): string {
  return `${cpus().length} cores, ${processorName()}, Node ${process.version}`;
}

async function once({ command, args, env }: Side): Promise<Times> {
  const { stdout } = await execute(command, [...args], { env: { ...process.env, ...env } });
  return lastLine(stdout) as Times;
}

function lastLine(stdout: string): unknown {
  return JSON.parse(stdout.trim().split("\n").at(-1)!);
}

function path(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}
