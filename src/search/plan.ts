/**
 * The plan of a discovery: which searches there are, and how long each goes on.
 */
import { searchKey } from "../records/identity.ts";
import type { DiscoveryRecord, SearchConfig } from "../records/search-records.ts";

/** When searching ends: at the first of these that is reached; null: no such limit. No part of a search's identity. */
export interface SearchBudget {
  /** Children of each search, the seed counted. */
  readonly programs: number | null;
  /** Evaluations of each search, the seed's counted. */
  readonly evaluations: number | null;
  /** Seconds of searching, all searches and all sessions of the discovery together; searches share them evenly. */
  readonly seconds: number | null;
  /** A search ends once a program has this fitness, 0 … 1. */
  readonly target: number | null;
}

/** A discovery before it is run. */
export interface DiscoveryPlan {
  readonly name: string;
  /** The configuration after defaults, as JSON; kept in the record. */
  readonly config: unknown;
  /** Command line that runs it again. */
  readonly command: string;
  /** Searches in the order in which they are shown; they advance side by side. */
  readonly searches: readonly SearchConfig[];
  readonly budget: SearchBudget;
  /** Sentences to say before the searches begin. */
  readonly notes?: readonly string[];
}

/** A search with its key. */
export interface PlannedSearch {
  readonly key: string;
  readonly config: SearchConfig;
}

/** The searches of a plan with their keys, in its order; the same search twice counts once. */
export function plannedSearches(plan: DiscoveryPlan): readonly PlannedSearch[] {
  const byKey = new Map(plan.searches.map((config) => [searchKey(config), config]));
  return [...byKey].map(([key, config]) => ({ key, config }));
}

/** What is kept of a plan. */
export function discoveryRecord(plan: DiscoveryPlan): DiscoveryRecord {
  const { name, config, command } = plan;
  return { schemaVersion: 1, name, config, command, searchKeys: plannedSearches(plan).map(({ key }) => key) };
}
