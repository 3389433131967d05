import { expect, it } from "vitest";
import { shareOfTrial } from "./trial-progress.ts";
import { hyperparameterText, lossText } from "./trial-text.ts";

it("writes hyperparameters and losses short", () => {
  expect(hyperparameterText({ hyperparameters: { beta1: 0.9, eps: 1e-8, nesterov: false } })).toBe(
    "beta1=0.9 eps=1e-8 nesterov=false",
  );
  expect([0.31249, 2.26, 0, 12345, 0.00012, null, Number.NaN].map(lossText)).toEqual([
    "0.312",
    "2.26",
    "0.00",
    "1.23e+4",
    "1.20e-4",
    "–",
    "–",
  ]);
});

it("knows how far a trial is: half of the second of four epochs is three eighths", () => {
  const at = { epoch: 2, step: 50, stepsPerEpoch: 100, trainLoss: 1, trainAccuracy: 0.5, imagesPerSecond: 9 };
  expect(shareOfTrial(at, 4)).toBe(0.375);
  expect([shareOfTrial(null, 4), shareOfTrial(at, 0), shareOfTrial({ ...at, epoch: 9 }, 4)]).toEqual([0, 0, 1]);
});
