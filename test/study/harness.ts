/**
 * Coordinators and workers as processes, to be killed: what the tests of runs share. Uses the build in `dist/`.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { dumpRecords } from "../../src/records/dump.ts";
import { openStorage } from "../../src/records/open.ts";
import type { SliceEnd } from "../../src/trainer/slice.ts";

/** Folder of the build under test. */
export const build: string = process.env.LIONLAB_BUILD ?? fileURLToPath(new URL("../../dist", import.meta.url));

if (!existsSync(join(build, "jobs", "worker.js")))
  throw new Error(`these tests run ${build}: run \`npm run build\` first`);

/** A line that a coordinator printed: a study event, or an error. */
export interface StudyLine {
  readonly kind: string;
  readonly lr?: number;
  readonly code?: string;
  readonly message?: string;
  readonly sentence?: string;
  readonly outcome?: string;
  readonly attempt?: number;
  readonly event?: { readonly kind: string; readonly resumedFromStep?: number };
  readonly progress?: { readonly done: number; readonly failed: number; readonly total: number };
}

/** What `coordinate.mjs` is told. */
export interface Order {
  readonly folder: string;
  readonly study: unknown;
  readonly workers: number;
  /** Where records are kept; in the folder where it is not said. */
  readonly storage?: string;
  readonly fingerprint?: string;
  readonly dataDir?: string;
  readonly real?: boolean;
  readonly stopSeconds?: number;
  readonly stack?: number;
  readonly checkpoints?: string;
  readonly slice?: SliceEnd;
  /** Trials are taken by whoever takes them from the server of the records (`startHost`). */
  readonly shared?: boolean;
}

/** What `host.mjs` is told. */
export interface HostOrder {
  /** Server of the runs. */
  readonly storage: string;
  readonly slots: number;
  /** Kind of its processor. */
  readonly processor?: string;
}

/** A line of a machine that takes trials: that it is ready, or what it says. */
export interface HostLine {
  readonly kind: string;
  readonly sentence?: string;
}

/** A coordinator process, which prints events as JSON, a line each. */
export interface CoordinatorProcess<Line extends { readonly kind: string } = StudyLine> {
  readonly process: ChildProcess;
  readonly lines: readonly Line[];
  /** Resolves with what was printed once the process is gone. */
  readonly ended: Promise<readonly Line[]>;
  /** Resolves once a line satisfies the test, or the process is gone. */
  seen(test: (line: Line) => boolean): Promise<void>;
}

/** How a process goes. */
export interface Going {
  /** Pace of the fake trainer. */
  readonly stepMilliseconds?: number;
  /** Hours that its clock is ahead. */
  readonly clockHours?: number;
  /** Words before its own, of a program that runs it elsewhere, in its own process. */
  readonly within?: readonly string[];
}

/** Starts a coordinator of a study. */
export function coordinate(order: Order, going: Going = {}): CoordinatorProcess {
  return startCoordinator(new URL("./coordinate.mjs", import.meta.url), order, environmentOf(going), going.within);
}

/** Starts a machine that takes trials from a server. */
export function startHost(order: HostOrder, going: Going = {}): CoordinatorProcess<HostLine> {
  return startCoordinator(new URL("./host.mjs", import.meta.url), order, environmentOf(going), going.within);
}

/** Processes that it starts go alike. */
function environmentOf({ stepMilliseconds = 3, clockHours = 0 }: Going): { readonly [name: string]: string } {
  const pace = { FAKE_STEP_MS: String(stepMilliseconds) };
  const clock = new URL("./shifted-clock.mjs", import.meta.url).href;
  return clockHours === 0 ? pace : { ...pace, CLOCK_HOURS: String(clockHours), NODE_OPTIONS: `--import ${clock}` };
}

/** Starts a script with the build and an order as its arguments. */
export function startCoordinator<Line extends { readonly kind: string }>(
  script: URL,
  order: unknown,
  environment: { readonly [name: string]: string },
  within: readonly string[] = [],
): CoordinatorProcess<Line> {
  const [program, ...words] = [...within, process.execPath, fileURLToPath(script), build, JSON.stringify(order)];
  const env = { ...process.env, ...environment };
  const child = spawn(program!, words, { stdio: ["ignore", "pipe", "inherit"], env });
  const lines: Line[] = [];
  const watchers = new Set<() => void>();
  createInterface({ input: child.stdout }).on("line", (line) => {
    lines.push(JSON.parse(line) as Line);
    for (const watch of watchers) watch();
  });
  const ended = new Promise<readonly Line[]>((resolve) => child.on("close", () => resolve(lines)));
  const seen = (test: (line: Line) => boolean) =>
    new Promise<void>((resolve) => {
      const watch = () => {
        if (lines.some(test)) resolve();
      };
      watchers.add(watch);
      watch();
      void ended.then(() => resolve());
    });
  return { process: child, lines, ended, seen };
}

/** A folder that is removed when `dispose` is called. */
export function temporaryFolder(): { readonly path: string; dispose(): void } {
  const path = mkdtempSync(join(tmpdir(), "lionlab-study-"));
  return { path, dispose: () => rmSync(path, { recursive: true, force: true }) };
}

/** All records of a study's folder as text. */
export function dumpOf(folder: string): Promise<string> {
  return dumpAt(join(folder, "study.sqlite"));
}

/** All records of a store of studies as text. */
export async function dumpAt(target: string): Promise<string> {
  const storage = await openStorage(target, { mode: "read" });
  try {
    return await dumpRecords(storage);
  } finally {
    await storage.close();
  }
}

/** Processes that a process has started and that still run (Linux). */
export function childrenOf(pid: number): readonly number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

/** Whether a process runs. */
export function isAlive(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ");
  } catch {
    return false;
  }
}

/** A study of the fake trainer that tunes, then judges: every trial does as its config says, none misbehaves. */
export function fakeTunedStudy(tuning: object): unknown {
  return {
    name: "fake-tuned",
    data: { name: "fashion-mnist" },
    model: "fashion-cnn",
    training: { epochs: 4 },
    tuning,
    evaluation: { seeds: 2 },
    optimizers: ["lion", "adamw"],
  };
}

/** A study of the fake trainer: rates are trials, and some of them misbehave (see fake-trainer.mjs). */
export function fakeStudy(rates: readonly number[], { epochs = 4 } = {}): unknown {
  return {
    name: "fake",
    data: { name: "fashion-mnist" },
    model: "fashion-cnn",
    training: { epochs },
    optimizers: [{ name: "sgd", lr: rates }],
  };
}
