/**
 * What a discovery tells while it runs. The runner yields these; storage, the live view and the report's figures listen.
 */
import type {
  FunnelEntry,
  FunnelStage,
  MetaValidationPoint,
  SearchMethod,
  SimplificationRecord,
  TuningRecord,
} from "../records/search-records.ts";
import type { Estimate } from "../stats/mean-interval.ts";

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

/** Events of a discovery, in order of the phases. */
export type DiscoveryEvent =
  | { readonly kind: "planned"; readonly name: string; readonly searches: number; readonly resumed: boolean }
  | { readonly kind: "progress"; readonly progress: SearchProgress }
  | {
      readonly kind: "improved";
      readonly search: string;
      readonly evaluations: number;
      readonly fitness: number;
      readonly program: string;
    }
  | {
      readonly kind: "search-ended";
      readonly progress: SearchProgress;
      readonly reason: "budget" | "target" | "stopped";
    }
  | {
      readonly kind: "phase";
      readonly phase: FunnelStage | "tuning" | "meta-validation" | "simplification" | "report";
      readonly total: number;
    }
  | { readonly kind: "phase-progress"; readonly done: number; readonly total: number }
  | { readonly kind: "tuned"; readonly tuning: TuningRecord }
  /** `lead`: over the baseline, see `leadOf`; null where there is none to compare with. */
  | { readonly kind: "funnel"; readonly entry: FunnelEntry; readonly lead?: Estimate | null }
  | { readonly kind: "meta-validation"; readonly point: MetaValidationPoint }
  | { readonly kind: "simplified"; readonly step: SimplificationRecord }
  | { readonly kind: "warning"; readonly sentence: string }
  /** Asked to stop; what is committed is kept. */
  | { readonly kind: "stopping" }
  | { readonly kind: "ended"; readonly outcome: "complete" | "stopped" };
