/**
 * The training curve by steps: means over every so many steps, and the rate of the last of them.
 *
 * A point may begin in one epoch and end in the next; the sums in between are part of a trial's state. They are added step by
 * step in float64, so points do not depend on how steps are grouped into stretches.
 */
import type { StepRecord } from "../records/records.ts";

/** Points of the epoch under way, and sums over the steps since the last point. */
export interface StepCurve {
  readonly points: readonly StepRecord[];
  readonly steps: number;
  readonly lossSum: number;
  readonly correct: number;
}

/** A curve before the first step. */
export const emptyCurve: StepCurve = { points: [], steps: 0, lossSum: 0, correct: 0 };

/** Steps that were done: the first of them, from 1 over the whole run, and each one's loss and right examples. */
export interface DoneSteps {
  readonly first: number;
  readonly losses: Float32Array;
  readonly correct: Float32Array;
}

/** The curve after more steps. `every`: steps of a point; `rateAt`: the rate of a step. */
export function extendCurve(
  curve: StepCurve,
  { first, losses, correct }: DoneSteps,
  { every, batchSize, rateAt }: CurveOptions,
): StepCurve {
  const points = [...curve.points];
  let sums = { steps: curve.steps, lossSum: curve.lossSum, correct: curve.correct };
  for (const [i, loss] of losses.entries()) {
    sums = { steps: sums.steps + 1, lossSum: sums.lossSum + loss, correct: sums.correct + correct[i]! };
    if (sums.steps < every) continue;
    points.push({
      step: first + i,
      trainLoss: sums.lossSum / every,
      trainAccuracy: sums.correct / (every * batchSize),
      lr: rateAt(first + i),
    });
    sums = { steps: 0, lossSum: 0, correct: 0 };
  }
  return { points, ...sums };
}

/** How a curve is kept. */
export interface CurveOptions {
  readonly every: number;
  readonly batchSize: number;
  readonly rateAt: (step: number) => number;
}
