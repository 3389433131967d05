import { expect, test } from "vitest";
import { tinyConfig, tinyDataset, tinyModel } from "../../test/samples/tiny-trial.ts";
import type { EpochRecord } from "../records/records.ts";
import {
  afterEpoch,
  afterStretch,
  bestEpochNumber,
  type FinishedEpoch,
  initialState,
  stepsDone,
  stopReason,
  type TrialProgress,
} from "./state.ts";
import { planTrial } from "./trial-plan.ts";

const dataset = tinyDataset();
const plan = planTrial(tinyConfig(dataset, { training: { epochs: 5, patience: 2 } }), { dataset, model: tinyModel });

const monitor = "validationAccuracy";
const nothing = { weights: new Float32Array(0), statistics: new Float32Array(0) };

function finished(epoch: number, validationAccuracy: number, validationLoss = 1): FinishedEpoch {
  const record: EpochRecord = { epoch, trainLoss: 1, trainAccuracy: 0, validationLoss, validationAccuracy, lr: 1 };
  return { record, timing: { epoch, trainSeconds: 1, evaluateSeconds: 1, imagesPerSecond: 1 } };
}

test("the best epoch is the first that no other beats", () => {
  const history = [finished(1, 0.5, 0.9), finished(2, 0.7, 0.8), finished(3, 0.7, 0.8), finished(4, 0.6, 0.7)];
  expect(bestEpochNumber([], "validationLoss")).toBeNull();
  expect(bestEpochNumber(history, "validationAccuracy")).toBe(2);
  expect(bestEpochNumber(history, "validationLoss")).toBe(4);
});

test("the best weights and statistics are those after the best epoch", () => {
  let state: TrialProgress = initialState(plan);
  for (const [epoch, accuracy] of [0.5, 0.7, 0.7, 0.6].entries()) {
    const measured = { weights: Float32Array.of(epoch + 1), statistics: Float32Array.of(-epoch) };
    state = afterEpoch(state, { finished: finished(epoch + 1, accuracy), measured, monitor });
  }
  expect(state.best).toEqual({ weights: Float32Array.of(2), statistics: Float32Array.of(-1) });
});

test("training ends after all epochs, or when patience is used up", () => {
  const at = (accuracies: readonly number[]) =>
    accuracies.reduce<TrialProgress>(
      (state, accuracy, i) => afterEpoch(state, { finished: finished(i + 1, accuracy), measured: nothing, monitor }),
      initialState(plan),
    );
  expect(stopReason(at([0.5, 0.4]), plan.config)).toBeNull();
  expect(stopReason(at([0.5, 0.4, 0.5]), plan.config)).toBe("early");
  expect(stopReason(at([0.1, 0.2, 0.3, 0.4, 0.4]), plan.config)).toBe("all-epochs");
  const patient = { ...plan.config, training: { ...plan.config.training, patience: null } };
  expect(stopReason(at([0.5, 0.4, 0.3, 0.2]), patient)).toBeNull();
});

test("sums of an epoch do not depend on how steps are grouped, and start anew with each epoch", () => {
  const losses = [0.1, 1e8, 0.3, 7e-9];
  const outcome = (values: readonly number[]) => ({
    losses: Float32Array.from(values),
    correct: Float32Array.from(values, () => 2),
  });
  const whole = afterStretch(initialState(plan), outcome(losses), 2);
  const cut = afterStretch(
    afterStretch(initialState(plan), outcome(losses.slice(0, 3)), 1),
    outcome(losses.slice(3)),
    1,
  );
  expect(cut).toEqual(whole);
  expect([whole.step, whole.correct, stepsDone(whole, plan)]).toEqual([4, 8, 4]);
  const next = afterEpoch(whole, { finished: finished(1, 0.5), measured: nothing, monitor });
  expect([next.step, next.lossSum, next.correct, stepsDone(next, plan)]).toEqual([0, 0, 0, plan.stepsPerEpoch]);
});
