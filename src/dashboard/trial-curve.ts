/** The epochs of a stored trial as columns, and its points by steps. */
import type { TrialRecord } from "../records/records.ts";
import type { TrialCurve, TrialSteps } from "./views.ts";

/** The epochs. */
export function curveOf({ key, epochs, timings }: TrialRecord): TrialCurve {
  let total = 0;
  const seconds = timings.map(({ trainSeconds, evaluateSeconds }) => {
    total += trainSeconds + evaluateSeconds;
    return total;
  });
  return {
    key,
    epoch: epochs.map(({ epoch }) => epoch),
    seconds,
    trainLoss: epochs.map(({ trainLoss }) => trainLoss),
    trainAccuracy: epochs.map(({ trainAccuracy }) => trainAccuracy),
    validationLoss: epochs.map(({ validationLoss }) => validationLoss),
    validationAccuracy: epochs.map(({ validationAccuracy }) => validationAccuracy),
    stepsKept: epochs.reduce((sum, { steps = [] }) => sum + steps.length, 0),
  };
}

/** The points by steps; losses with six digits, which is more than a figure shows and half as long. */
export function stepsOf({ key, epochs }: TrialRecord): TrialSteps {
  const points = epochs.flatMap(({ steps = [] }) => steps);
  return {
    key,
    stepsPerEpoch: stepsPerEpoch(epochs),
    step: points.map(({ step }) => step),
    trainLoss: points.map(({ trainLoss }) => Number(trainLoss.toPrecision(6))),
  };
}

/**
 * Records do not say how many steps an epoch has. The last point of epoch k is at a step s of at most k times as many, so they are at least s / k; and of all
 * epochs the largest of those is less than the distance of two points short of it.
 */
function stepsPerEpoch(epochs: TrialRecord["epochs"]): number {
  return Math.max(0, ...epochs.map(({ epoch, steps = [] }) => Math.ceil((steps.at(-1)?.step ?? 0) / epoch)));
}
