/** A discovery in the list of runs. */
import { isOver } from "../live/watch.ts";
import type { DiscoveryPulse, RunPulse } from "../records/run-progress.ts";
import type { SearchRecord } from "../records/search-records.ts";
import type { SearchStorage } from "../records/search-storage.ts";
import type { RunState, RunSummary } from "./views.ts";

/** Which discovery, and how to know that a process is gone. */
export interface DiscoveryPlace {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly isGone: (run: Pick<RunPulse, "pid" | "host">) => boolean;
}

/** The summary. `done` and `total` count searches. Errors: those of the store. */
export async function discoverySummary(
  storage: Pick<SearchStorage, "pulse" | "listSearches">,
  { id, name, location, isGone }: DiscoveryPlace,
): Promise<RunSummary> {
  const pulse = await storage.pulse(name);
  const searches = await storage.listSearches(name);
  return {
    id,
    kind: "discovery",
    name,
    location,
    state: stateOf(pulse, { searches, isGone }),
    done: searches.filter(({ state }) => state === "ended").length,
    failed: 0,
    total: Math.max(searches.length, pulse?.planned ?? 0),
    secondsLeft: null,
    workers: null,
    heardAt: pulse?.heardAt ?? null,
    best: null,
    curve: searches.flatMap(({ bestFitness }) => bestFitness ?? []),
  };
}

function stateOf(
  pulse: DiscoveryPulse | null,
  { searches, isGone }: { readonly searches: readonly SearchRecord[]; readonly isGone: DiscoveryPlace["isGone"] },
): RunState {
  if (pulse !== null) return !isOver(pulse) && isGone(pulse) ? "lost" : pulse.state;
  return searches.length > 0 && searches.every(({ state }) => state === "ended") ? "complete" : "idle";
}
