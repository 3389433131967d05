/** How a stored discovery stands in its budget: all its searches together, from their records alone. */
import type { SearchRecord } from "../records/search-records.ts";
import { shareUsed } from "./budget.ts";
import type { SearchBudget } from "./plan.ts";

/** Sums over the searches. A limit is that of all of them together; null: there is none. */
export interface DiscoveryStanding {
  /** Children, known ones and the seeds counted. */
  readonly programs: number;
  readonly programsLimit: number | null;
  readonly evaluations: number;
  readonly evaluationsLimit: number | null;
  readonly seconds: number;
  readonly secondsLimit: number | null;
  /** Share of the budget that is used, 0 … 1. */
  readonly used: number;
  /** Null before any evaluation. */
  readonly bestFitness: number | null;
}

/** See above. */
export function discoveryStanding(searches: readonly SearchRecord[], budget: SearchBudget): DiscoveryStanding {
  const sum = (of: (search: SearchRecord) => number): number =>
    searches.reduce((total, search) => total + of(search), 0);
  const limit = (each: number | null): number | null => (each === null ? null : each * searches.length);
  const seconds = sum((search) => search.seconds);
  const fitness = searches.flatMap(({ bestFitness }) => bestFitness ?? []);
  return {
    programs: sum(({ children }) => children),
    programsLimit: limit(budget.programs),
    evaluations: sum(({ evaluations }) => evaluations),
    evaluationsLimit: limit(budget.evaluations),
    seconds,
    secondsLimit: budget.seconds,
    used: sum((search) => searchUsed(search, { budget, seconds })) / Math.max(1, searches.length),
    bestFitness: fitness.length === 0 ? null : Math.max(...fitness),
  };
}

/** Share of its budget that a search has used, 0 … 1. `seconds`: those of all searches. */
export function searchUsed(
  { state, children, evaluations, bestFitness }: SearchRecord,
  { budget, seconds }: { readonly budget: SearchBudget; readonly seconds: number },
): number {
  if (state === "ended") return 1;
  return shareUsed(budget, { programs: children, evaluations, seconds, fitness: bestFitness ?? 0 });
}
