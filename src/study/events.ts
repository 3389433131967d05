/**
 * What a study tells while it runs: the trainer's events with the trial they belong to, and how the whole stands.
 */
import type { TrialPhase } from "../records/records.ts";
import type { StudyProgress } from "../records/run-progress.ts";
import type { PlannedTrial } from "../records/storage.ts";
import type { TrainerEvent } from "../trainer/events.ts";

export type { StudyProgress } from "../records/run-progress.ts";

/** Place of a trial: `index` counts from 0 in the study's order. */
export interface TrialPlace {
  readonly trial: PlannedTrial;
  readonly index: number;
}

/** What happened. */
export type StudyNews =
  | { readonly kind: "started"; readonly workers: number }
  /** Of a study that tunes: the first trial of a phase begins, or goes on in this run. `trials`: how many the phase has; null where recorded times decide. */
  | { readonly kind: "phase"; readonly phase: TrialPhase; readonly trials: number | null }
  /** An event of a trial, after it has been recorded. */
  | ({ readonly kind: "trial"; readonly event: TrainerEvent } & TrialPlace)
  /** A trial's worker ended by itself; the trial goes on from its checkpoint. `attempt` counts from 2. */
  | ({ readonly kind: "retry"; readonly attempt: number; readonly sentence: string } & TrialPlace)
  /** A trial was given up until the next run. */
  | ({ readonly kind: "failed"; readonly sentence: string } & TrialPlace)
  /** The store is held by another program, or free again: a sentence of whoever opened it. */
  | { readonly kind: "waiting"; readonly sentence: string }
  /** Asked to stop; workers are saving. */
  | { readonly kind: "stopping" }
  /** `complete`: nothing is left but failed trials. */
  | { readonly kind: "ended"; readonly outcome: "complete" | "stopped" };

/** Events of a study, in order: started; then phase, trial, retry, failed and waiting, in any order; stopping if asked to; ended. */
export type StudyEvent = StudyNews & { readonly progress: StudyProgress };
