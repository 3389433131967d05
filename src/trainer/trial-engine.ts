/**
 * What computes a trial: a session that trains and holds the trial's state, and sessions that evaluate variables. One trial has them to
 * itself, or shares them with others that are of the same form (`stack/`); how it is never changes a number.
 */
import { type EvaluationOptions, type Evaluator, openEvaluator } from "./evaluate.ts";
import { openStretchRunner, type StretchRunner } from "./stretch.ts";
import type { TrialPlan } from "./trial-plan.ts";

/** The engine of one trial. */
export interface TrialEngine {
  readonly trainer: StretchRunner;
  /** Opens an evaluation over a part of the trial's data; who opens it closes it. */
  openEvaluator(options: EvaluationOptions): Promise<Evaluator>;
  /** How many trials it computes at present; the time of a call is shared by them. */
  together(): number;
  close(): Promise<void>;
}

/** Opens the engine of a planned trial. Errors: `device-unavailable`. */
export type OpenEngine = (plan: TrialPlan) => Promise<TrialEngine>;

/** An engine of its own for each trial. `threads` of the processor; more than one may change the last bits. */
export function ownEngine({ threads }: { readonly threads: number }): OpenEngine {
  return async (plan) => {
    const trainer = await openStretchRunner(plan, { threads });
    return {
      trainer,
      openEvaluator: (options) => openEvaluator(plan, { ...options, threads }),
      together: () => 1,
      close: () => trainer.close(),
    };
  };
}
