import { expect, it } from "vitest";
import { syntheticStudy } from "../../test/report/synthetic-study.ts";
import { curveOf, stepsOf } from "./trial-curve.ts";

const trial = syntheticStudy({ optimizers: ["lion"], rates: 1, epochs: 3 }).trials[0]!;
const point = (step: number) => ({ step, trainLoss: 1 / step, trainAccuracy: 0.5, lr: 1e-3 });

/** Epochs of 25 steps with a point every 10. */
const stepped = {
  ...trial,
  epochs: trial.epochs.map((epoch, i) => ({
    ...epoch,
    steps: [
      [10, 20],
      [30, 40, 50],
      [60, 70],
    ][i]!.map(point),
  })),
};

it("gives the points by steps in one column each, and how many steps an epoch has", () => {
  const steps = stepsOf(stepped);
  expect(steps.step).toEqual([10, 20, 30, 40, 50, 60, 70]);
  expect(steps.trainLoss.slice(0, 3)).toEqual([0.1, 0.05, 0.0333333]);
  expect(steps.stepsPerEpoch).toBe(25);
  expect(curveOf(stepped).stepsKept).toBe(7);
});

it("has none where a trial keeps none", () => {
  expect(stepsOf(trial)).toEqual({ key: trial.key, stepsPerEpoch: 0, step: [], trainLoss: [] });
  expect([curveOf(trial).stepsKept, curveOf(trial).epoch]).toEqual([0, [1, 2, 3]]);
});

it("adds up the seconds of training and evaluation", () => {
  const { seconds } = curveOf(trial);
  const [first, second] = trial.timings.map(({ trainSeconds, evaluateSeconds }) => trainSeconds + evaluateSeconds);
  expect([seconds[0], seconds[1]]).toEqual([first, first! + second!]);
});
