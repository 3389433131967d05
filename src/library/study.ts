/**
 * Studies from a program: planned, run with events, read again and reported.
 */
import { join } from "node:path";
import { LabError } from "../core/errors.ts";
import type { LoadedDataset } from "../data/dataset.ts";
import { isServed } from "../records/location.ts";
import type { StudyRecord, TrialRecord } from "../records/records.ts";
import type { Storage } from "../records/storage.ts";
import { studyStoreFile } from "../records/store-files.ts";
import type { StudyReport } from "../report/document.ts";
import type { WrittenReport } from "../report/write.ts";
import type { StudyConfig, StudyInput } from "../study/config.ts";
import type { StudyEvent } from "../study/events.ts";
import type { StudyPlan } from "../study/plan.ts";
import { weightsFolder } from "./kept-weights.ts";
import type { SharedJobs, SharedRun } from "./worker/shared-run.ts";

/** What a study is planned with. */
export interface PlanningOptions {
  /** Folder where the data lies, if it is not where it usually is. */
  readonly dataDir?: string;
  /** Ends a download. */
  readonly signal?: AbortSignal;
}

/** A study with its data, ready to run. */
export interface PlannedStudy {
  readonly name: string;
  /** The study after defaults, as a file would have it. */
  readonly config: unknown;
  /** Keys of the trials that are known before any result, in their order. */
  readonly trialKeys: readonly string[];
}

/** What stands behind a planned study. */
interface Inner {
  readonly config: StudyConfig;
  readonly plan: StudyPlan;
  readonly dataDir: string | undefined;
}

const inners = new WeakMap<PlannedStudy, Inner>();

/**
 * Plans a study and loads its data: the name of a preset (`quickstart`), the path of a study file, or the same as data.
 * Nothing is written. Errors: all that a study can be refused for, as `study-config` with the place of the value.
 */
export async function planStudy(
  study: string | StudyInput,
  { dataDir, signal }: PlanningOptions = {},
): Promise<PlannedStudy> {
  const { readStudy, studyOfData } = await import("../study/read.ts");
  const { planStudy: plan } = await import("../study/plan.ts");
  const { modelFor, planTrial } = await import("../trainer/trial-plan.ts");
  const { initialVariablesOf, readInitFile } = await import("../study/init-file.ts");
  const { loadDataset } = await import("../data/index.ts");
  const config = typeof study === "string" ? await readStudy(study) : studyOfData(study);
  const init = config.init === undefined ? null : await readInitFile(config.init);
  const folder = dataDir ?? config.data.path;
  const { name, size, channels, tolerateBroken } = config.data;
  const how = { dataDir: folder, size, channels, tolerateBroken, ...(signal === undefined ? {} : { signal }) };
  const dataset: LoadedDataset = await loadDataset(name, how);
  const command = `a program that calls runStudy, for the study ${config.name}`;
  const options = { fingerprint: dataset.fingerprint, command, ...(init === null ? {} : { init: init.config }) };
  const planned = plan(config, options);
  for (const { config: trial } of planned.trials.slice(0, 1)) {
    const initial = init === null ? null : initialVariablesOf(init, modelFor(trial, dataset), dataset.classes);
    planTrial(trial, { dataset, initial }); // what every trial would refuse is refused here
  }
  const { study: record } = planned;
  const result: PlannedStudy = { name: config.name, config: record.config, trialKeys: record.trialKeys };
  inners.set(result, { config, plan: planned, dataDir: folder });
  return result;
}

/** How a study is run. None of it changes its records. */
export interface RunningOptions {
  /** Folder for records, checkpoints and weights; default: `runs/` and the study's name. A study that was begun there goes on. */
  readonly folder?: string;
  /**
   * Where records are kept; default: a file in `folder`. On a PostgreSQL server (`postgresql://ROLE:PASSWORD@HOST/DATABASE`) trials are shared through it with
   * the workers of any machine (`lionlab worker`), and checkpoints lie there too.
   */
  readonly storage?: string;
  /** Told, in sentences, what the run waits for: a server that does not answer, or data that no worker has. */
  readonly onWait?: (sentence: string) => void;
  /** Trials at a time on this machine, each in a process of its own; default: one for each core. */
  readonly workers?: number;
  /** Ends the run within seconds, after checkpoints; the next one goes on from there. */
  readonly signal?: AbortSignal;
  /** Whether the weights of finished trials are kept, for `loadModel`; default: as the study says. */
  readonly keepWeights?: boolean;
}

/**
 * Runs what is missing of a study, and tells what happens: `started`, then `trial`, `retry`, `failed` in any order, then `ended`. An event
 * comes after it was recorded. Worker processes are started, and ended with the iteration, also where one breaks out of it.
 * Errors: `already-running`, `disk-full`, `storage-unreachable`, `storage-address`; those that any trial would meet.
 *
 * @example
 * ```js
 * const planned = await planStudy("quickstart");
 * for await (const event of runStudy(planned, { folder: "runs/mine" }))
 *   if (event.kind === "trial" && event.event.kind === "epoch") console.log(event.event.record.validationAccuracy);
 * ```
 */
export async function* runStudy(planned: PlannedStudy, options: RunningOptions = {}): AsyncGenerator<StudyEvent, void> {
  const inner = inners.get(planned);
  if (inner === undefined)
    throw new LabError("not-planned", "runStudy runs what planStudy gave; another value was given in its place.");
  const { config, plan, dataDir } = inner;
  const { availableParallelism } = await import("node:os");
  const { systemClock } = await import("../core/clock.ts");
  const { openStorage } = await import("../records/open.ts");
  const { goOnAsBegun } = await import("../study/begun.ts");
  const { runStudy: run } = await import("../study/run.ts");
  const { folder = join("runs", config.name), keepWeights = config.training.keepWeights === true } = options;
  const workers = options.workers ?? availableParallelism();
  if (!Number.isInteger(workers) || workers < 1)
    throw new LabError("invalid-option", `workers must be a whole number, 1 or more, but ${workers} was given.`);
  const never = new AbortController().signal;
  const cancelled = new AbortController();
  const drain = AbortSignal.any([options.signal ?? never, cancelled.signal]);
  const { storage: target = join(folder, studyStoreFile), onWait } = options;
  const patience = { signal: drain, ...(onWait === undefined ? {} : { onWait }) };
  const storage = await openStorage(target, { mode: "run", ...patience });
  let shared: SharedJobs | null = null;
  try {
    const { fingerprint } = plan.trials[0]?.config.data ?? { fingerprint: "" };
    const begun = { plan, options: { fingerprint, command: plan.study.command }, storage };
    const { plan: going } = await goOnAsBegun(config, begun);
    const slots = Math.max(1, Math.min(workers, going.outline.length));
    shared = await sharedJobs(inner, {
      ...{ storage: target, slots, dataDir, onWait },
      interrupts: { drain, interrupt: () => cancelled.abort() },
    });
    yield* run(going, {
      storage,
      workers: slots,
      ...(shared?.running ?? { checkpoints: join(folder, "checkpoints") }),
      ...(keepWeights ? { weightsDir: weightsFolder(folder) } : {}),
      initPath: config.init,
      checkpointEverySteps: config.training.checkpointEverySteps,
      clock: systemClock,
      dataDir,
      stop: { drain, abort: never },
    });
  } finally {
    await shared?.close();
    await storage.close();
  }
}

/** Through the server where the records are, for workers anywhere; null where they are in a file. */
async function sharedJobs(
  { config: { device }, plan }: Inner,
  run: Pick<SharedRun, "storage" | "slots" | "dataDir" | "onWait" | "interrupts">,
): Promise<SharedJobs | null> {
  if (!isServed(run.storage)) return null;
  const { shareStudy } = await import("./worker/shared-run.ts");
  return shareStudy(plan, { ...run, device, onWord: run.onWait ?? (() => {}) });
}

/** The records of a study. */
export interface StudyRun {
  readonly study: StudyRecord;
  /** Its trials in the order of the study, with every epoch. */
  readonly trials: readonly TrialRecord[];
}

/**
 * Reads the records of a stored run, also while it goes on: of its folder, or of its store (the path of a SQLite file, or `postgresql://…`). `name`: which study,
 * where the store holds several. Errors: `no-study`, `unknown-study`, `storage-damaged`, `storage-too-new`.
 */
export async function readRun(target: string, { name }: { readonly name?: string } = {}): Promise<StudyRun> {
  return withStore(target, async (storage) => {
    const study = await studyNamed(storage, name);
    return { study, trials: await storage.loadTrials(study.name) };
  });
}

/** Calls `use` with the store of a run's folder, or the one that is named; closes it afterwards. Errors: those of `openStorage`. */
export async function withStore<T>(target: string, use: (storage: Storage) => Promise<T>): Promise<T> {
  const { openStorage } = await import("../records/open.ts");
  const { statSync } = await import("node:fs");
  const isFolder = statSync(target, { throwIfNoEntry: false })?.isDirectory() === true;
  const storage = await openStorage(isFolder ? join(target, studyStoreFile) : target, { mode: "read" });
  try {
    return await use(storage);
  } finally {
    await storage.close();
  }
}

/** The study of that name, or the only one. Errors: `unknown-study`. */
export async function studyNamed(storage: Storage, name: string | undefined): Promise<StudyRecord> {
  const studies = await storage.listStudies();
  const wanted = name === undefined ? studies : studies.filter((study) => study.name === name);
  if (wanted.length === 1) return wanted[0]!;
  const names = studies.map((study) => study.name).join(", ") || "none";
  throw new LabError("unknown-study", `${storage.location} holds the studies: ${names}. Name one of them.`, {
    studies: names,
  });
}

/** What a report is made with. */
export interface ReportOptions {
  /** Validation accuracy in 0..1 that optimizers are timed to; default: one that each reaches on half of its seeds. */
  readonly target?: number;
}

/** The report of a run, finished or not, with every section: verdict, tests, tables and figures as data. The same records give the same. */
export async function buildReport({ study, trials }: StudyRun, options: ReportOptions = {}): Promise<StudyReport> {
  const { studyReport } = await import("./study-report.ts");
  return studyReport(study, trials, options);
}

/**
 * Writes a report as HTML, Markdown, JSON, CSV and SVG files into a folder, which is made. `curves`: with the curve of every trial, however many
 * epochs there are; default: up to 200,000. Errors: `disk-full`, `no-permission`.
 */
export async function writeReport(
  report: StudyReport,
  folder: string,
  options: { readonly curves?: boolean } = {},
): Promise<WrittenReport> {
  const { writeReport: write } = await import("../report/write.ts");
  return write(report, folder, options);
}
