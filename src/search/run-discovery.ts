/**
 * A discovery from its plan to its records: searches first, then the phases that judge and explain what they found.
 */
import type { Clock } from "../core/clock.ts";
import { LabError } from "../core/errors.ts";
import type { SearchStorage } from "../records/search-storage.ts";
import { madeBefore, searchChanges } from "../trainer/outdated.ts";
import type { Evaluators } from "./evaluators.ts";
import type { DiscoveryEvent } from "./events.ts";
import { type DiscoveryPlan, discoveryRecord, plannedSearches } from "./plan.ts";
import { runSearches } from "./run-searches.ts";
import { createWorkerPool } from "./worker-pool.ts";

/** What a discovery runs with. None of it changes the children of a search; time decides how many there are. */
export interface DiscoveryOptions {
  /** An open store (`openSearchStorage`); its owner closes it. */
  readonly storage: SearchStorage;
  /** Worker processes, each on one thread. */
  readonly workers: number;
  /** Folder of `--data`. */
  readonly dataDir?: string | undefined;
  readonly clock: Clock;
  /** Asked many times a second; once true, everything committed is kept, the rest is dropped, and the run ends. */
  readonly shouldStop: () => boolean;
  /** Told of every event in order; of the progress of each search at most four times a second. */
  readonly onEvent: (event: DiscoveryEvent) => void;
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
  /** Workers that score programs on proxy tasks, of any suite. */
  readonly evaluators: Evaluators;
  readonly workers: number;
  readonly dataDir?: string | undefined;
  readonly clock: Clock;
  readonly shouldStop: () => boolean;
  readonly emit: (event: DiscoveryEvent) => void;
}

/** How a discovery ended: `stopped` on request, with everything committed kept. */
export interface DiscoveryOutcome {
  readonly stopped: boolean;
}

/**
 * Runs what is missing of a discovery: puts its record, continues its searches, then runs the phases.
 * Errors: `already-running`; those of the storage; those that any evaluation would meet (`no-dataset`, `proxy-changed` …);
 * `seed-failed` when the seed program itself cannot be evaluated; `archive-changed`; `search-outdated`.
 */
export async function runDiscovery(plan: DiscoveryPlan, options: DiscoveryOptions): Promise<DiscoveryOutcome> {
  const { storage, onEvent: emit, shouldStop } = options;
  await storage.lockForRun();
  await refuseOutdated(storage, plan.name);
  const record = discoveryRecord(plan);
  await storage.putDiscovery(record, plannedSearches(plan));
  const searches = await storage.listSearches(plan.name);
  const resumed = searches.some(({ children }) => children > 0);
  emit({ kind: "planned", name: plan.name, searches: searches.length, resumed });
  const evaluators = createWorkerPool(options);
  try {
    const setting = { ...options, evaluators, emit };
    let stopped = await runSearches(searches, { ...setting, budget: plan.budget });
    for (const phase of options.phases ?? []) {
      stopped ||= shouldStop();
      if (!stopped) await phase.run({ ...setting, plan, searchKeys: record.searchKeys });
    }
    stopped ||= (options.phases?.length ?? 0) > 0 && shouldStop();
    emit({ kind: "ended", stopped });
    return { stopped };
  } finally {
    await evaluators.close();
  }
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
