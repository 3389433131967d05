/**
 * How a run stands while it runs, as it tells of itself about once a second: beside the records, and no part of them.
 *
 * Whoever watches from elsewhere reads it, on another terminal, in another process, on another machine. It is never needed to go on, two
 * runs of the same study need not agree on it, and a run that was killed leaves what it told last.
 */
import type { TrialPhase } from "./records.ts";
import type { SearchProgress } from "./search-progress.ts";
import type { FunnelStage } from "./search-records.ts";

/** How a study stands. `done` counts trials with a result, diverged ones too; counts include earlier runs. */
export interface StudyProgress {
  readonly done: number;
  readonly failed: number;
  readonly running: number;
  readonly total: number;
  /** Expected rest of this run, null until the first epoch or stretch has been timed. */
  readonly secondsLeft: number | null;
}

/** How a run was started: the words behind `lionlab`, and the folder that their paths are relative to. */
export interface RunLaunch {
  readonly argv: readonly string[];
  readonly cwd: string;
}

/** Who runs, and when it was last heard of. Times are seconds since 1970 by the clock of its machine. */
export interface RunPulse {
  readonly pid: number;
  readonly host: string;
  readonly startedAt: number;
  readonly heardAt: number;
  /** `running` and `stopping` while it runs; the others are its last word, which a run that is killed does not give. */
  readonly state: "running" | "stopping" | "complete" | "stopped" | "failed";
  /** Why it failed. */
  readonly sentence: string | null;
  /** Of a run by the command line, which heeds requests (`run-requests.ts`); absent for others, and in earlier versions. */
  readonly launch?: RunLaunch;
}

/** A trial under way. Figures are of the running epoch, as the trainer told them last. */
export interface TrialPulse {
  readonly key: string;
  readonly startedAt: number;
  readonly heardAt: number;
  /** Null before the first. */
  readonly progress: {
    readonly epoch: number;
    readonly step: number;
    readonly stepsPerEpoch: number;
    readonly trainLoss: number;
    readonly trainAccuracy: number;
    readonly imagesPerSecond: number;
  } | null;
}

/** A study that runs, or ran. */
export interface StudyPulse extends RunPulse {
  readonly workers: number;
  readonly progress: StudyProgress;
  /** Of a study that tunes: the phase that was last begun, and how many trials it has; null where recorded times decide. */
  readonly phase: { readonly phase: TrialPhase; readonly trials: number | null } | null;
  /** Those under way, in the order in which they started. */
  readonly trials: readonly TrialPulse[];
}

/** What follows the searches of a discovery. */
export type PhaseName = FunnelStage | "tuning" | "meta-validation" | "simplification" | "report";

/** A search as it was last heard of. */
export interface SearchPulse {
  readonly progress: SearchProgress;
  /** Share of its budget that was used before this run. */
  readonly doneBefore: number;
  /** Why it is over; null while it goes on. */
  readonly ended: "budget" | "target" | "stopped" | null;
}

/** A discovery that runs, or ran. */
export interface DiscoveryPulse extends RunPulse {
  /** Absent where an earlier version told. */
  readonly workers?: number;
  /** Searches planned. */
  readonly planned: number;
  readonly resumed: boolean;
  /** Null until a search was heard of. */
  readonly searchingSince: number | null;
  /** In the order in which they were first heard of. */
  readonly searches: readonly SearchPulse[];
  /** The phase after the searches that was last begun. */
  readonly phase: {
    readonly phase: PhaseName;
    readonly done: number;
    readonly total: number;
    readonly startedAt: number;
  } | null;
}
