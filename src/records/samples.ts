/**
 * Small records for tests of whatever keeps, runs or shows them.
 */
import { trialKey } from "./identity.ts";
import type { EpochRecord, EpochTiming, StudyRecord, TrialConfig, TrialResult } from "./records.ts";
import type { StudyPulse } from "./run-progress.ts";
import type { PlannedTrial } from "./storage.ts";

/** A trial that differs from others by its learning rate (and more, where `change` says so). */
export function sampleTrial(lr: number, change: Partial<TrialConfig> = {}): PlannedTrial {
  const config: TrialConfig = {
    schemaVersion: 1,
    data: { name: "fashion-mnist", fingerprint: "0".repeat(64), limitTrain: null, validation: 0.2 },
    model: { name: "fashion-cnn" },
    optimizer: {
      name: "lion",
      label: "lion",
      convention: "torch",
      program: "w = w - lr * g",
      hyperparameters: { beta1: 0.9 },
    },
    lr,
    schedule: { kind: "constant", warmupSteps: 0 },
    training: {
      epochs: 3,
      batchSize: 128,
      monitor: "validationAccuracy",
      patience: null,
      clipGlobalNorm: null,
      decaySkipsBiases: false,
    },
    device: "cpu",
    seed: 0,
    ...change,
  };
  return { key: trialKey(config), config };
}

/** A study of these trials. */
export function sampleStudy(trials: readonly PlannedTrial[], name = "sample"): StudyRecord {
  return {
    schemaVersion: 1,
    name,
    config: { name, seeds: [0] },
    command: `lionlab compare ${name}.yaml`,
    trialKeys: trials.map(({ key }) => key),
  };
}

/** An epoch whose numbers have no short decimal form. */
export function sampleEpoch(epoch: number): { readonly record: EpochRecord; readonly timing: EpochTiming } {
  return {
    record: {
      epoch,
      trainLoss: 1 / (epoch + 2),
      trainAccuracy: 1 - 1 / (3 * epoch),
      validationLoss: Math.SQRT2 / epoch,
      validationAccuracy: 1 - 1 / (7 * epoch),
      lr: 0.1 + 0.2,
    },
    timing: { epoch, trainSeconds: 2 * epoch, evaluateSeconds: 1, imagesPerSecond: 1000 / 3 },
  };
}

/** The result of a trial that ran all its epochs. */
export function sampleResult(epochs: number): TrialResult {
  return {
    schemaVersion: 1,
    status: "finished",
    stopped: "all-epochs",
    epochs,
    bestEpoch: epochs,
    divergedAtStep: null,
    test: { loss: 1 / 3, accuracy: 0.9 + 0.01 },
  };
}

/** What a run told of itself with one trial under way, whose loss is not finite. */
export function samplePulse(key: string): StudyPulse {
  const figures = { trainLoss: Number.NaN, trainAccuracy: 1 / 3, imagesPerSecond: 1000 / 3 };
  return {
    pid: 7,
    host: "here",
    startedAt: 1.5,
    heardAt: 2.5,
    state: "running",
    sentence: null,
    workers: 2,
    progress: { done: 1, failed: 0, running: 1, total: 3, secondsLeft: 0.1 + 0.2 },
    phase: { phase: "evaluation", trials: null },
    trials: [{ key, startedAt: 2, heardAt: 2.5, progress: { epoch: 2, step: 3, stepsPerEpoch: 8, ...figures } }],
  };
}
