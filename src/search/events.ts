/**
 * What a discovery tells while it runs. The runner yields these; storage, the live view and the report's figures listen.
 */
import type { PhaseName } from "../records/run-progress.ts";
import type { SearchProgress } from "../records/search-progress.ts";
import type {
  FunnelEntry,
  MetaValidationPoint,
  SimplificationRecord,
  TuningRecord,
} from "../records/search-records.ts";
import type { Estimate } from "../stats/mean-interval.ts";

export type { Fame, SearchProgress } from "../records/search-progress.ts";

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
      readonly phase: PhaseName;
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
