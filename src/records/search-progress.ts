/**
 * How a search stands: its counters and its hall of fame, as it tells them while it runs.
 */
import type { SearchMethod } from "./search-records.ts";

/** A member of the hall of fame: no known program is both shorter and better. */
export interface Fame {
  readonly identity: string;
  readonly fitness: number;
  readonly length: number;
  readonly program: string;
  readonly family: string | null;
}

/** Counters of one search so far. */
export interface SearchProgress {
  readonly search: string;
  readonly method: SearchMethod;
  readonly seed: number;
  readonly children: number;
  readonly evaluations: number;
  /** Children whose identity was known. */
  readonly cacheHits: number;
  readonly invalid: number;
  readonly failed: number;
  readonly bestFitness: number;
  readonly bestProgram: string;
  /** Fitness of the seed program. */
  readonly seedFitness: number;
  readonly fame: readonly Fame[];
  /** Over the last seconds. */
  readonly childrenPerSecond: number;
  readonly evaluationsPerSecond: number;
  /** Mean share of statements of recent genomes that change nothing. */
  readonly redundancy: number;
  /** Share of this search's budget that is used, 0 … 1. */
  readonly done: number;
  readonly seconds: number;
}
