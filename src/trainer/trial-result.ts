/**
 * What is kept of a trial that ended.
 */
import type { TrialResult } from "../records/records.ts";
import type { Evaluation } from "./evaluate.ts";
import { measuredOn } from "./measured-on.ts";
import { bestEpochNumber, stopReason, type TrialProgress } from "./state.ts";
import type { TrialPlan } from "./trial-plan.ts";

/** A trial at its end. */
export interface TrialAtEnd {
  readonly plan: TrialPlan;
  /** What computed it, in their order. */
  readonly processors: readonly string[];
}

/** Of a trial whose epochs are done; one whose tested weights give no finite loss has diverged. */
export function finishedResult(
  trial: TrialAtEnd,
  { state, test }: { readonly state: TrialProgress; readonly test: Evaluation | "unread" },
): TrialResult {
  const { config, stepsPerEpoch } = trial.plan;
  const step = state.history.length * stepsPerEpoch;
  if (test !== "unread" && !Number.isFinite(test.loss)) return divergedResult(trial, { state, step });
  return {
    schemaVersion: 1,
    status: "finished",
    stopped: stopReason(state, config) ?? "all-epochs",
    epochs: state.history.length,
    bestEpoch: bestEpochNumber(state.history, config.training.monitor),
    divergedAtStep: null,
    measuredOn: measuredOn(trial.plan, trial.processors),
    ...(test === "unread" ? { test: null } : testedOf(trial, state, test)),
  };
}

/** What the reading of the test set gave, and beside its answers those to the validation images that chose the epoch. */
function testedOf(
  { plan }: TrialAtEnd,
  { bestAnswers }: TrialProgress,
  { answers, ...test }: Evaluation,
): Pick<TrialResult, "test" | "confusion"> {
  if (answers === undefined) return { test };
  const { classes } = plan.dataset;
  return { test, confusion: { classes, counts: answers, ...(bestAnswers ? { validation: bestAnswers } : {}) } };
}

/** Of a trial that diverged after so many steps of the run. */
export function divergedResult(
  { plan, processors }: TrialAtEnd,
  { state, step }: { state: TrialProgress; step: number },
): TrialResult {
  return {
    schemaVersion: 1,
    status: "diverged",
    stopped: "diverged",
    epochs: state.history.length,
    bestEpoch: bestEpochNumber(state.history, plan.config.training.monitor),
    divergedAtStep: step,
    measuredOn: measuredOn(plan, processors),
    test: null,
  };
}
