/**
 * What a trial's state amounts to, as events and epoch records tell it.
 */
import type { EpochRecord, EpochTiming } from "../records/records.ts";
import { tellsTopFive } from "../tasks/top-five.ts";
import type { Evaluation } from "./evaluate.ts";
import type { TrainerEvent } from "./events.ts";
import { epochPoints } from "./observers/index.ts";
import { type FinishedEpoch, stepsDone, type TrialProgress } from "./state.ts";
import { rateOfBatch } from "./stretch.ts";
import type { TrialPlan } from "./trial-plan.ts";

/** The first event. */
export function startedEvent(plan: TrialPlan, state: TrialProgress, checkpointDamaged: boolean): TrainerEvent {
  return {
    kind: "started",
    parameters: plan.model.parameterCount,
    epochs: plan.config.training.epochs,
    stepsPerEpoch: plan.stepsPerEpoch,
    resumedFromStep: stepsDone(state, plan),
    ...(checkpointDamaged ? { checkpointDamaged } : {}),
  };
}

/** How the epoch under way stands. */
export function progressEvent(plan: TrialPlan, state: TrialProgress): TrainerEvent {
  const images = state.step * plan.config.training.batchSize;
  return {
    kind: "progress",
    epoch: state.history.length + 1,
    step: state.step,
    stepsPerEpoch: plan.stepsPerEpoch,
    trainLoss: state.lossSum / state.step,
    trainAccuracy: state.correct / images,
    ...topFiveOf(plan, state, images),
    imagesPerSecond: perSecond(images, state.trainSeconds),
  };
}

/** The record and the timing of the epoch that was trained and validated. */
export function finishedEpoch(
  plan: TrialPlan,
  { state, validation, evaluateSeconds }: { state: TrialProgress; validation: Evaluation; evaluateSeconds: number },
): FinishedEpoch {
  const epoch = state.history.length + 1;
  const images = plan.stepsPerEpoch * plan.config.training.batchSize;
  const record: EpochRecord = {
    epoch,
    trainLoss: state.lossSum / plan.stepsPerEpoch,
    trainAccuracy: state.correct / images,
    validationLoss: validation.loss,
    validationAccuracy: validation.accuracy,
    lr: rateOfBatch(plan, epoch * plan.stepsPerEpoch),
    ...topFiveOf(plan, state, images),
    ...(validation.top5 === undefined ? {} : { validationTop5: validation.top5 }),
    ...epochPoints(state.observed),
  };
  const { trainSeconds } = state;
  const timing: EpochTiming = {
    epoch,
    trainSeconds,
    evaluateSeconds,
    imagesPerSecond: perSecond(images, trainSeconds),
  };
  return { record, timing };
}

/** Share of the images so far that are right by top-5, where it is told and the whole epoch counted it. */
function topFiveOf(plan: TrialPlan, { top5 }: TrialProgress, images: number): { readonly trainTop5?: number } {
  return tellsTopFive(plan.dataset) ? { trainTop5: top5 / images } : {};
}

function perSecond(count: number, seconds: number): number {
  return seconds > 0 ? count / seconds : 0;
}
