/**
 * A discovery from its plan to its records: searches first, then the phases that judge and explain what they found.
 */
import { type Clock, wallClock } from "../core/clock.ts";
import { LabError } from "../core/errors.ts";
import { eventsOf } from "../jobs/events-of.ts";
import type { JobQueue } from "../jobs/queue.ts";
import { onAbort, type Stop } from "../jobs/stop.ts";
import { openWorkerPool } from "../jobs/worker-pool.ts";
import type { DiscoveryPulse } from "../records/run-progress.ts";
import type { DiscoveryRecord } from "../records/search-records.ts";
import type { SearchStorage } from "../records/search-storage.ts";
import { withPulse } from "../study/pulse.ts";
import type { Launched } from "../study/run.ts";
import { madeBefore } from "../trainer/outdated.ts";
import { searchChanges } from "../trainer/outdated-searches.ts";
import type { DataChecksums } from "./data-checksums.ts";
import { discoveryPulseMoves, noDiscoveryPulse } from "./discovery-pulse.ts";
import type { Evaluators } from "./evaluators.ts";
import type { DiscoveryEvent } from "./events.ts";
import { type DiscoveryPlan, discoveryRecord, plannedSearches } from "./plan.ts";
import { createQueuedEvaluators } from "./queued-evaluators.ts";
import { runSearches } from "./run-searches.ts";

/** What a discovery runs with. None of it changes the children of a search; time decides how many there are. */
export interface DiscoveryOptions extends Launched {
  /** An open store (`openSearchStorage`); its owner closes it. */
  readonly storage: SearchStorage;
  /** Worker processes, each on one thread. */
  readonly workers: number;
  /** Where evaluations are done; its owner closes it. Where absent, processes are started for this run alone. */
  readonly queue?: JobQueue | undefined;
  /** Folder of `--data`. */
  readonly dataDir?: string | undefined;
  /** Of the data that phases need, where it need not be on this machine; else they look for it here. */
  readonly checksums?: DataChecksums | undefined;
  readonly clock: Clock;
  /** In order: everything committed is kept and evaluations under way are dropped; real trials save. At once: they do not. */
  readonly stop?: Stop | undefined;
  /** What follows the searches, in order. */
  readonly phases?: readonly DiscoveryPhase[] | undefined;
  /** URL of a module to evaluate with instead of the laboratory's own, for tests: see `evaluator-module.ts`. */
  readonly evaluatorModule?: string | undefined;
}

/** A phase after the searches: the funnel, meta-validation, simplification. It skips what its records hold already. */
export interface DiscoveryPhase {
  readonly name: string;
  run(context: PhaseContext): Promise<void>;
}

/** What a phase works with. */
export interface PhaseContext {
  readonly plan: DiscoveryPlan;
  /** Keys of the searches, in the order of the plan. */
  readonly searchKeys: readonly string[];
  readonly storage: SearchStorage;
  /** Scores programs on proxy tasks, of any suite. */
  readonly evaluators: Evaluators;
  /** Where evaluations are done, and trials can be. */
  readonly queue: JobQueue;
  readonly workers: number;
  readonly dataDir?: string | undefined;
  readonly checksums?: DataChecksums | undefined;
  readonly clock: Clock;
  readonly stop: Stop;
  readonly emit: (event: DiscoveryEvent) => void;
}

/**
 * Runs what is missing of a discovery: puts its record, continues its searches, then runs the phases; keeps in the store how it
 * stands meanwhile (`study/pulse.ts`).
 * Yields every event in order; of the progress of each search at most four times a second.
 * Errors: `already-running`; those of the storage; those that any evaluation would meet (`no-dataset`, `proxy-changed` …);
 * `seed-failed` when the seed program itself cannot be evaluated; `archive-changed`; `search-outdated`. Breaking out of the
 * iteration stops at once.
 */
export function runDiscovery(plan: DiscoveryPlan, options: DiscoveryOptions): AsyncGenerator<DiscoveryEvent, void> {
  const write = (pulse: DiscoveryPulse): Promise<void> => options.storage.putPulse(plan.name, pulse);
  return withPulse(run(plan, options), {
    begin: () => lockToRun(plan, options.storage),
    launch: options.launch,
    first: { ...noDiscoveryPulse, workers: options.workers },
    moves: discoveryPulseMoves,
    write,
    clock: wallClock,
  });
}

async function* run(plan: DiscoveryPlan, options: DiscoveryOptions): AsyncGenerator<DiscoveryEvent, void> {
  const left = new AbortController();
  const stop = stopOf(options.stop, left.signal);
  yield* eventsOf(
    (emit) => discover(plan, { ...options, stop, emit }),
    () => left.abort(),
  );
}

type Setting = Omit<DiscoveryOptions, "stop"> & Pick<PhaseContext, "stop" | "emit">;

async function discover(plan: DiscoveryPlan, options: Setting): Promise<void> {
  const { storage, stop, emit, phases = [], workers } = options;
  const { searchKeys } = await putPlan(plan, storage);
  const searches = await storage.listSearches(plan.name);
  const resumed = searches.some(({ children }) => children > 0);
  emit({ kind: "planned", name: plan.name, searches: searches.length, resumed });
  for (const sentence of plan.notes ?? []) emit({ kind: "warning", sentence });
  onAbort(stop.drain, () => emit({ kind: "stopping" }));
  const queue = options.queue ?? openWorkerPool({ workers });
  try {
    const evaluators = createQueuedEvaluators({ ...options, queue });
    const setting = { ...options, queue, evaluators };
    let stopped = await runSearches(searches, { ...setting, budget: plan.budget, drain: stop.drain });
    for (const phase of phases) {
      stopped ||= stop.drain.aborted;
      if (!stopped) await phase.run({ ...setting, plan, searchKeys });
    }
    stopped ||= phases.length > 0 && stop.drain.aborted;
    emit({ kind: "ended", outcome: stopped ? "stopped" : "complete" });
  } finally {
    if (options.queue === undefined) await queue.close();
  }
}

/** Keeps a plan, so that the discovery is shown before it runs; where a process runs it already, it is there. Errors: as of `runDiscovery`, but for `already-running`. */
export async function putDiscoveryPlan(plan: DiscoveryPlan, storage: SearchStorage): Promise<void> {
  try {
    await lockToRun(plan, storage);
  } catch (error) {
    if (error instanceof LabError && error.code === "already-running") return;
    throw error;
  }
  await putPlan(plan, storage);
}

async function lockToRun({ name }: DiscoveryPlan, storage: SearchStorage): Promise<void> {
  await storage.lockForRun(name);
  await refuseOutdated(storage, name);
}

async function putPlan(plan: DiscoveryPlan, storage: SearchStorage): Promise<DiscoveryRecord> {
  const record = discoveryRecord(plan);
  await storage.putDiscovery(record, plannedSearches(plan));
  return record;
}

/** The requests of a run as they reach it: who leaves the iteration stops at once, and what stops at once begins nothing. */
function stopOf(asked: Stop | undefined, left: AbortSignal): Stop {
  const abort = AbortSignal.any([left, ...(asked === undefined ? [] : [asked.abort])]);
  return { abort, drain: AbortSignal.any([abort, ...(asked === undefined ? [] : [asked.drain])]) };
}

/** Searches that were computed otherwise are not gone on with, and not replaced by others of their name. */
async function refuseOutdated(storage: SearchStorage, name: string): Promise<void> {
  const begun = (await storage.listSearches(name)).filter(({ children }) => children > 0);
  const changes = begun.flatMap(({ config }) => searchChanges(config));
  if (changes.length === 0) return;
  throw new LabError(
    "search-outdated",
    `Cannot go on with ${name} in ${storage.location}: its searches were ${madeBefore(changes)}. They stay as they are, to be shown; ` +
      "give another folder with --out to discover anew.",
    { name },
  );
}
