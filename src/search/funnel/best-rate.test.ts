import { expect, test } from "vitest";
import type { TrialRecord } from "../../records/records.ts";
import { sampleEpoch, sampleResult, sampleTrial } from "../../records/samples.ts";
import { bestRateOf } from "./best-rate.ts";

/** A finished trial at `lr` with one epoch; it monitors the validation loss. */
function trial(lr: number, figures: { readonly validationLoss: number; readonly validationAccuracy: number }) {
  const { key, config } = sampleTrial(lr);
  const training = { ...config.training, monitor: "validationLoss" } as const;
  const epochs = [{ ...sampleEpoch(1).record, ...figures }];
  const result = sampleResult(1);
  return {
    key,
    config: { ...config, training },
    state: "finished",
    epochs,
    timings: [],
    result,
    failure: null,
  } as const;
}

test("a rate is chosen by the metric that the trials monitor", () => {
  const trials: readonly TrialRecord[] = [
    trial(0.1, { validationLoss: 0.6, validationAccuracy: 0.9 }),
    trial(0.2, { validationLoss: 0.4, validationAccuracy: 0.8 }),
  ];
  expect(bestRateOf(trials, "lion")).toBe(0.2);
});

test("a diverged trial is never chosen before one that trained", () => {
  const poor = trial(0.1, { validationLoss: 9, validationAccuracy: 0 });
  const trials: readonly TrialRecord[] = [
    { ...trial(0.2, { validationLoss: 0.1, validationAccuracy: 0.9 }), state: "diverged" },
    poor,
  ];
  expect(bestRateOf(trials, "lion")).toBe(0.1);
});
