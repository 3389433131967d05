/** A discovery in the list of runs, and what its run told last, without programs. */
import { type DiscoveryState, secondsLeft } from "../live/discovery-state.ts";
import type { DiscoveryPulse } from "../records/run-progress.ts";
import type { SearchRecord } from "../records/search-records.ts";
import type { DiscoveryPulseHead } from "./discovery-frame.ts";
import { runningBest } from "./running-best.ts";
import type { RunState, RunSummary } from "./views.ts";

/** What a summary is made of. */
export interface DiscoverySummaryInput {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly state: RunState;
  /** In the discovery's order. */
  readonly searches: readonly SearchRecord[];
  readonly pulse: DiscoveryPulse | null;
  /** The run as its follower knows it, at `now`. */
  readonly progress: DiscoveryState;
  readonly now: number;
}

/** The summary. `done` and `total` count searches. */
export function discoverySummary(input: DiscoverySummaryInput): RunSummary {
  const { id, name, location, state, searches, pulse, progress, now } = input;
  const isUnderWay = state === "running" || state === "stopping";
  return {
    id,
    kind: "discovery",
    name,
    location,
    state,
    done: searches.filter((search) => search.state === "ended").length,
    failed: 0,
    total: Math.max(searches.length, pulse?.planned ?? 0),
    secondsLeft: isUnderWay ? secondsLeft(progress, now) : null,
    workers: isUnderWay ? (pulse?.workers ?? null) : null,
    heardAt: pulse?.heardAt ?? null,
    best: null,
    curve: runningBest(searches.flatMap(({ bestFitness }) => bestFitness ?? [])),
  };
}

/** The pulse as a page is told: its programs are in the records. */
export function pulseHead({ searches, ...run }: DiscoveryPulse): DiscoveryPulseHead {
  return {
    ...run,
    searches: searches.map(({ progress, ended }) => {
      const { search, childrenPerSecond, evaluationsPerSecond, done } = progress;
      return { key: search, ended, childrenPerSecond, evaluationsPerSecond, done };
    }),
  };
}
