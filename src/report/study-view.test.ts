import { expect, test } from "vitest";
import { syntheticStudy } from "../../test/report/synthetic-study.ts";
import type { EpochRecord, TrialRecord } from "../records/records.ts";
import { distinctLabels, viewStudy } from "./study-view.ts";

const { study, trials } = syntheticStudy({ optimizers: ["adam"], rates: 2, seeds: 2, epochs: 3 });
const epoch: EpochRecord = {
  epoch: 1,
  trainLoss: 1,
  trainAccuracy: 0.5,
  validationLoss: 1,
  validationAccuracy: 0.5,
  lr: 0.1,
};

/** The synthetic trials with the given best accuracy each, null for a run that diverged. */
function withAccuracies(accuracies: readonly (number | null)[]): readonly TrialRecord[] {
  return trials.map((trial, index) => {
    const accuracy = accuracies[index]!;
    const diverged = accuracy === null;
    return {
      ...trial,
      state: diverged ? "diverged" : "finished",
      epochs: [{ ...epoch, validationAccuracy: accuracy ?? 0.95 }],
      result: {
        schemaVersion: 1,
        status: diverged ? "diverged" : "finished",
        stopped: diverged ? "diverged" : "all-epochs",
        epochs: 1,
        bestEpoch: 1,
        divergedAtStep: diverged ? 9 : null,
        test: diverged ? null : { loss: 1, accuracy },
      },
    };
  });
}

test("the best rate has the best mean over the seeds", () => {
  const [low] = trials;
  const view = viewStudy(study, withAccuracies([0.8, 0.82, 0.9, 0.7]), "c");
  expect(view.optimizers[0]!.best!.lr).toBe(low!.config.lr);
});

test("a rate at which a seed diverged comes after one at which none did", () => {
  const [low] = trials;
  const view = viewStudy(study, withAccuracies([0.6, 0.6, 0.99, null]), "c");
  expect(view.optimizers[0]!.best!.lr).toBe(low!.config.lr);
  expect(view.optimizers[0]!.rates[1]!.runs[1]!.score).toBe(-Infinity);
});

test("an optimizer that diverged everywhere has no best rate", () => {
  const view = viewStudy(study, withAccuracies([null, null, null, null]), "c");
  expect(view.optimizers[0]!.best).toBeNull();
  expect(view.progress).toMatchObject({ planned: 4, diverged: 4, waiting: 0 });
});

test("trials without a record count as waiting, strangers are left out", () => {
  const stranger = { ...trials[0]!, key: "stranger" };
  const view = viewStudy(study, [trials[3]!, stranger], "c");
  expect(view.progress).toMatchObject({ planned: 4, waiting: 3 });
  expect(view.trials).toEqual([trials[3]]);
});

test("one label for two settings is told apart by what differs", () => {
  const base = trials[0]!.config.optimizer;
  const configs = [0.1, 0.2].map((decay) => ({ ...base, hyperparameters: { beta1: 0.9, decay } }));
  expect(distinctLabels([...configs, { ...base, label: "other" }])).toEqual([
    "adam (decay=0.1)",
    "adam (decay=0.2)",
    "other",
  ]);
});
