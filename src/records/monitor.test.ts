import { expect, test } from "vitest";
import { bestEpochOf, bestEpochOfTrial, compareScores, monitored, scoreOfTrial } from "./monitor.ts";
import type { EpochRecord, TrialState } from "./records.ts";
import { sampleEpoch, sampleResult, sampleTrial } from "./samples.ts";

const epochs = [
  [0.7, 0.9],
  [0.8, 0.6],
  [0.8, 0.5],
  [0.6, 0.4],
].map(([validationAccuracy, validationLoss], i): EpochRecord => {
  return { ...sampleEpoch(i + 1).record, validationAccuracy: validationAccuracy!, validationLoss: validationLoss! };
});

function trial(state: TrialState, monitor: "validationAccuracy" | "validationLoss") {
  const { config } = sampleTrial(0.1);
  const result = state === "finished" ? { ...sampleResult(4), bestEpoch: 3 } : null;
  return { config: { ...config, training: { ...config.training, monitor } }, state, epochs, result };
}

test("the best epoch is the first that no other beats, by the metric that is monitored", () => {
  expect(bestEpochOf([], "validationLoss")).toBeNull();
  expect(bestEpochOf(epochs, "validationAccuracy")?.epoch).toBe(2);
  expect(bestEpochOf(epochs, "validationLoss")?.epoch).toBe(4);
});

test("an epoch whose figure is no number is beaten by any other", () => {
  const nothing = { ...epochs[0]!, epoch: 9, validationLoss: Number.NaN };
  expect(monitored(nothing, "validationLoss")).toBe(Number.NEGATIVE_INFINITY);
  expect(bestEpochOf([nothing, epochs[0]!], "validationLoss")?.epoch).toBe(1);
});

test("a trial's best epoch is the one that its result names, else the best so far", () => {
  expect(bestEpochOfTrial(trial("finished", "validationLoss"))?.epoch).toBe(3);
  expect(bestEpochOfTrial(trial("running", "validationLoss"))?.epoch).toBe(4);
});

test("a trial that ended has a score, below every other where it diverged", () => {
  expect(scoreOfTrial(trial("finished", "validationLoss"))).toBe(-0.5);
  expect(scoreOfTrial(trial("finished", "validationAccuracy"))).toBe(0.8);
  expect(scoreOfTrial(trial("diverged", "validationAccuracy"))).toBe(Number.NEGATIVE_INFINITY);
  expect(scoreOfTrial(trial("running", "validationAccuracy"))).toBeNull();
});

test("scores that differ by a rounding are tied, those that differ by an image of many are not", () => {
  expect(compareScores(0.45833333333333337, 0.4583333333333333)).toBe(0);
  expect(compareScores(0.5, 0.5 + 1 / 1e8)).toBe(1);
  expect(compareScores(-0.3, -0.4)).toBe(-1);
  const lowest = Number.NEGATIVE_INFINITY;
  expect([compareScores(lowest, lowest), compareScores(lowest, 0.1), compareScores(0.1, lowest)]).toEqual([0, 1, -1]);
});
