/** The searches of a discovery on a server: how far each is. */
import type { DiscoveryPulse } from "../../records/run-progress.ts";
import type { SearchRecord } from "../../records/search-records.ts";
import type { SearchBudget } from "../../search/plan.ts";
import { searchUsed } from "../../search/standing.ts";
import { formatFitness, searchName } from "../discovery/text.ts";
import { plainTable } from "../plain-table.ts";
import { formatCount, formatShare } from "../progress/text.ts";

/** A search as it is recorded; what it told last, where a run told anything. */
export interface SearchStatus {
  readonly key: string;
  readonly method: SearchRecord["config"]["method"];
  readonly seed: number;
  readonly programs: number;
  readonly evaluations: number;
  /** Evaluations that failed twice; null where no run told. */
  readonly failed: number | null;
  /** Share of its budget that is used, 0 … 1. */
  readonly used: number;
  readonly bestFitness: number | null;
  readonly evaluationsPerSecond: number | null;
}

/** Of each search, in the discovery's order. */
export function searchStatuses(
  searches: readonly SearchRecord[],
  { budget, pulse }: { readonly budget: SearchBudget; readonly pulse: DiscoveryPulse | null },
): readonly SearchStatus[] {
  const seconds = searches.reduce((sum, search) => sum + search.seconds, 0);
  return searches.map((search) => {
    const { key, config, children, evaluations, bestFitness } = search;
    const told = pulse?.searches.find(({ progress }) => progress.search === key);
    return {
      ...{ key, method: config.method, seed: config.seed, programs: children, evaluations, bestFitness },
      failed: told?.progress.failed ?? null,
      used: searchUsed(search, { budget, seconds }),
      evaluationsPerSecond: told === undefined || told.ended !== null ? null : told.progress.evaluationsPerSecond,
    };
  });
}

/** All as a table. */
export function searchTable(searches: readonly SearchStatus[]): string {
  const right = (title: string) => ({ title, align: "right" }) as const;
  return plainTable(
    [
      { title: "search" },
      ...["programs", "evaluated", "failed", "best", "budget", "evaluations/s"].map((title) => right(title)),
    ],
    searches.map((search) => [
      searchName(search),
      formatCount(search.programs),
      formatCount(search.evaluations),
      search.failed === null ? "" : formatCount(search.failed),
      search.bestFitness === null ? "" : formatFitness(search.bestFitness),
      formatShare(search.used),
      search.evaluationsPerSecond === null ? "" : search.evaluationsPerSecond.toFixed(1),
    ]),
  );
}
