/**
 * The contract of a step observer: it watches the steps of a trial and leaves points in the records of epochs.
 *
 * Laws, checked for every member of the list by `step-observer.conformance.ts`:
 *  - It says nothing back: without its points, the records of a trial are the same whether it watches or not.
 *  - Points do not depend on how steps are grouped into stretches, nor on where a trial is stopped and goes on.
 *  - Its state is plain data that JSON keeps, number for number; a checkpoint holds it.
 *  - It watches where its setting of training is there, and only there.
 */
import type { ObservedPoints, TrialConfig } from "../../records/records.ts";
import type { TrialPlan } from "../trial-plan.ts";

/** A member of an epoch's record that keeps points. */
export type ObservedField = keyof ObservedPoints;

/** What an observer knows between two stretches. `points`: those of the epoch under way, which the epoch's end takes out. */
export interface ObserverState {
  readonly points: readonly object[];
}

/** Steps that were done in one stretch. Steps count from 1 over the whole run. */
export interface DoneSteps {
  /** How many were done before them. */
  readonly before: number;
  /** Loss and count of right examples of each. */
  readonly losses: Float32Array;
  readonly correct: Float32Array;
  /** Count of those right by top-5; present for many classes. */
  readonly top5?: Float32Array;
  /** Makes the parameters after the last of them, flat `[P]`. */
  readonly weights: () => Float32Array;
  /** The rate of a step. */
  readonly rateAt: (step: number) => number;
}

/** An observer. */
export interface StepObserver<S extends ObserverState = ObserverState> {
  /** Where its points are kept. */
  readonly field: ObservedField;
  /** The setting that asks for it: a point after every so many steps. */
  readonly setting: Extract<keyof TrialConfig["training"], `${string}Every`>;
  /** Whether a point looks at the weights, which are there at the end of a stretch alone: stretches then end at its points. */
  readonly looksAtWeights: boolean;
  /** Refuses a trial that it cannot watch. */
  check(config: TrialConfig): void;
  /** Before the first step. `weights`: the parameters as they start, flat `[P]`. */
  start(plan: TrialPlan, weights: Float32Array): S;
  /** After the steps of a stretch. */
  after(plan: TrialPlan, state: S, done: DoneSteps): S;
}
