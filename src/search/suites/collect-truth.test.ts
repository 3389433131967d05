import { expect, test } from "vitest";
import type { TrialConfig, TrialRecord } from "../../records/records.ts";
import { sampleEpoch, sampleResult, sampleTrial } from "../../records/samples.ts";
import { collectTruth, withTask } from "./collect-truth.ts";

const trial = (
  rule: string,
  seed: number,
  change: Partial<TrialRecord> & { readonly test?: "never" } = {},
): TrialRecord => {
  const { test: never, ...state } = change;
  const optimizer = { ...sampleTrial(0.1).config.optimizer, label: rule };
  const config: Partial<TrialConfig> = { optimizer, seed, ...(never === undefined ? {} : { test: never }) };
  return {
    ...sampleTrial(0.1, config),
    ...{ state: "finished", epochs: [sampleEpoch(1).record], timings: [], result: sampleResult(1), failure: null },
    ...state,
  };
};

test("a rule that was judged on every seed has an entry: validation of fresh seeds, its setting and its keys", () => {
  const lion = [trial("lion", 1000), trial("lion", 1001)];
  const trials = [
    trial("lion", 0, { test: "never" }),
    ...lion,
    trial("sgd", 1000),
    trial("adam", 1000, { state: "diverged", result: { ...sampleResult(1), status: "diverged" } }),
    trial("adam", 1001),
  ];
  const entries = collectTruth(trials, { task: "real", seeds: [1000, 1001], date: "2026-12-01" });
  expect(entries.map(({ rule }) => rule)).toEqual(["lion", "adam"]); // sgd lacks a seed
  const accuracy = sampleEpoch(1).record.validationAccuracy;
  expect(entries[0]).toMatchObject({
    ...{ task: "real", scores: { 1000: accuracy, 1001: accuracy }, setting: { lr: 0.1, beta1: 0.9 } },
    ...{ keys: lion.map(({ key }) => key), source: "study" },
  });
  expect(entries[1]!.scores).toEqual({ 1000: 0, 1001: accuracy });
  expect(entries[1]!.mean).toBeCloseTo(accuracy / 2, 12);
  const older = { ...entries[0]!, rule: "signum", source: "by hand" };
  expect(withTask([older, { ...older, task: "other" }], entries)).toEqual([{ ...older, task: "other" }, ...entries]);
});
