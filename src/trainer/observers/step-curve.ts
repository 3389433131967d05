/**
 * The training curve by steps: means over every so many steps, and the rate of the last of them.
 *
 * A point may begin in one epoch and end in the next; the sums in between are part of a trial's state. They are added step by
 * step in float64, so points do not depend on how steps are grouped into stretches.
 */
import type { StepRecord } from "../../records/records.ts";
import type { ObserverState, StepObserver } from "./step-observer.ts";

/** Points of the epoch under way, and sums over the steps since the last point. */
interface StepCurve extends ObserverState {
  readonly points: readonly StepRecord[];
  readonly steps: number;
  readonly lossSum: number;
  readonly correct: number;
}

/** The observer. */
export const stepCurve: StepObserver<StepCurve> = {
  field: "steps",
  setting: "curveEvery",
  looksAtWeights: false,
  check: () => {},
  start: () => ({ points: [], steps: 0, lossSum: 0, correct: 0 }),
  after: ({ config: { training } }, curve, { before, losses, correct, rateAt }) => {
    const every = training.curveEvery!;
    const points = [...curve.points];
    let sums = { steps: curve.steps, lossSum: curve.lossSum, correct: curve.correct };
    for (const [i, loss] of losses.entries()) {
      sums = { steps: sums.steps + 1, lossSum: sums.lossSum + loss, correct: sums.correct + correct[i]! };
      if (sums.steps < every) continue;
      const step = before + 1 + i;
      points.push({
        step,
        trainLoss: sums.lossSum / every,
        trainAccuracy: sums.correct / (every * training.batchSize),
        lr: rateAt(step),
      });
      sums = { steps: 0, lossSum: 0, correct: 0 };
    }
    return { points, ...sums };
  },
};
