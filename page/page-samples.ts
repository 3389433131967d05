/** Data for the tests of the page. */
import type { ListedRun, TrialCurve, TrialRow } from "../src/dashboard/views.ts";

/** A run. */
export function sampleRun(change: Partial<ListedRun> = {}): ListedRun {
  return {
    id: "a",
    kind: "study",
    name: "quickstart",
    location: "runs/quickstart/study.sqlite",
    state: "running",
    done: 3,
    failed: 1,
    total: 8,
    secondsLeft: 60,
    workers: 2,
    heardAt: 100,
    best: null,
    curve: [],
    notes: { note: "", tags: [], version: 0 },
    ...change,
  };
}

/** A finished trial. */
export function sampleRow(change: Partial<TrialRow> = {}): TrialRow {
  return {
    key: "k",
    label: "lion",
    optimizer: "lion",
    lr: 1e-3,
    seed: 0,
    phase: "evaluation",
    hyperparameters: { beta1: 0.9 },
    state: "finished",
    epochs: 2,
    epochsDone: 2,
    validation: 0.9,
    validationLoss: 0.3,
    test: 0.89,
    failure: null,
    ...change,
  };
}

/** A curve of two epochs. */
export function sampleCurve(change: Partial<TrialCurve> = {}): TrialCurve {
  return {
    key: "k",
    epoch: [1, 2],
    seconds: [10, 20],
    trainLoss: [1, 0.5],
    trainAccuracy: [0.5, 0.7],
    validationLoss: [0.9, 0.6],
    validationAccuracy: [0.6, 0.8],
    stepsKept: 0,
    ...change,
  };
}
