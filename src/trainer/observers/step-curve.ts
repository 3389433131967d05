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
  /** Absent in the states of earlier versions, and null where it is not counted. */
  readonly top5?: number | null;
}

const noSums: Omit<StepCurve, "points"> = { steps: 0, lossSum: 0, correct: 0, top5: 0 };

/** The observer. */
export const stepCurve: StepObserver<StepCurve> = {
  field: "steps",
  setting: "curveEvery",
  looksAtWeights: false,
  check: () => {},
  start: () => ({ points: [], ...noSums }),
  after: ({ config: { training } }, curve, { before, losses, correct, top5, rateAt }) => {
    const every = training.curveEvery!;
    const points = [...curve.points];
    const { points: _, ...begun } = curve;
    let sums: Omit<StepCurve, "points"> = begun.steps === 0 ? noSums : begun;
    for (const [i, loss] of losses.entries()) {
      sums = {
        steps: sums.steps + 1,
        lossSum: sums.lossSum + loss,
        correct: sums.correct + correct[i]!,
        top5: top5 === undefined || typeof sums.top5 !== "number" ? null : sums.top5 + top5[i]!,
      };
      if (sums.steps < every) continue;
      const step = before + 1 + i;
      points.push({
        step,
        trainLoss: sums.lossSum / every,
        trainAccuracy: sums.correct / (every * training.batchSize),
        ...(typeof sums.top5 === "number" ? { trainTop5: sums.top5 / (every * training.batchSize) } : {}),
        lr: rateAt(step),
      });
      sums = noSums;
    }
    return { points, ...sums };
  },
};
