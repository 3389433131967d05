/**
 * A made-up study with the shape of a real one, for tests of reports: every optimizer has a rate it likes, learns along a
 * saturating curve, overfits a little, differs between seeds, and diverges far above its rate. The figures mean nothing.
 */
import { createRng, type Rng } from "../../src/core/rng.ts";
import type { EpochRecord, EpochTiming, StudyRecord, TrialConfig, TrialRecord } from "../../src/records/records.ts";

/** Size and faults of a synthetic study. */
export interface SyntheticOptions {
  readonly name?: string;
  readonly optimizers?: readonly string[];
  readonly rates?: number;
  readonly epochs?: number;
  readonly seeds?: number;
  readonly patience?: number | null;
  /** Share of the trials, from the end, that have not run yet. */
  readonly unfinished?: number;
}

const characters: Readonly<Record<string, { readonly rate: number; readonly top: number }>> = {
  lion: { rate: 2e-4, top: 0.918 },
  adamw: { rate: 1.2e-3, top: 0.916 },
  adam: { rate: 1e-3, top: 0.914 },
  sgd: { rate: 5e-2, top: 0.909 },
  nadam: { rate: 1e-3, top: 0.915 },
  rmsprop: { rate: 6e-4, top: 0.911 },
  adagrad: { rate: 1.5e-2, top: 0.903 },
};

/** The study's record and its trials' records; the same options give the same study. */
export function syntheticStudy(options: SyntheticOptions = {}): { study: StudyRecord; trials: readonly TrialRecord[] } {
  const optimizers = options.optimizers ?? ["lion", "adamw", "adam", "sgd"];
  const seeds = Array.from({ length: options.seeds ?? 1 }, (_, seed) => seed);
  const rates = Array.from({ length: options.rates ?? 5 }, (_, index) => index);
  const configs = optimizers.flatMap((name) =>
    rates.flatMap((index) =>
      seeds.map((seed) => trialConfig(name, index / Math.max(1, rates.length - 1), seed, options)),
    ),
  );
  const trials = configs.map((config) => trialRecord(config));
  const name = options.name ?? "synthetic";
  const study: StudyRecord = {
    schemaVersion: 1,
    name,
    config: { name, optimizers, seeds: seeds.length },
    command: `lionlab compare ${name}`,
    trialKeys: trials.map((trial) => trial.key),
  };
  const done = Math.round(trials.length * (1 - (options.unfinished ?? 0)));
  return { study, trials: trials.map((trial, index) => (index < done ? trial : waiting(trial))) };
}

function trialConfig(name: string, position: number, seed: number, options: SyntheticOptions): TrialConfig {
  const centre = characters[name]!.rate;
  return {
    schemaVersion: 1,
    data: { name: "fashion-mnist", fingerprint: "0".repeat(64), limitTrain: 12_000, validation: 0.2 },
    model: { name: "fashion-cnn" },
    optimizer: {
      name,
      label: name === "sgd" ? "SGD with momentum" : name,
      convention: "torch",
      program: `# ${name}\nw = w - lr * g`,
      hyperparameters: name === "sgd" ? { momentum: 0.9, nesterov: false } : { beta1: 0.9 },
    },
    lr: Number((centre * 10 ** (2.6 * (position - 0.5))).toPrecision(2)),
    schedule: { kind: "constant", warmupSteps: 0 },
    training: {
      epochs: options.epochs ?? 5,
      batchSize: 128,
      monitor: "validationAccuracy",
      patience: options.patience === undefined ? 20 : options.patience,
      clipGlobalNorm: null,
      decaySkipsBiases: false,
    },
    device: "cpu",
    seed,
  };
}

function trialRecord(config: TrialConfig): TrialRecord {
  const key = `${config.optimizer.name}-${config.lr}-${config.seed}`;
  const rng = createRng(7, key);
  const character = characters[config.optimizer.name]!;
  const distance = Math.log10(config.lr / character.rate);
  const divergedAfter = distance > 1.1 ? Math.floor(config.training.epochs * rng.uniform() * 0.6) : null;
  const all = Array.from({ length: config.training.epochs }, (_, index) =>
    epochRecord(index + 1, { lr: config.lr, distance, top: character.top, rng }),
  );
  const learned = all.slice(0, divergedAfter ?? all.length);
  const best = learned.reduce<EpochRecord | null>(
    (top, epoch) => (top === null || epoch.validationAccuracy > top.validationAccuracy ? epoch : top),
    null,
  );
  const patience = config.training.patience ?? Number.POSITIVE_INFINITY;
  const epochs = learned.filter((epoch) => epoch.epoch <= best!.epoch + patience);
  const diverged = divergedAfter !== null;
  const measuredOn = {
    classes: 10,
    validation: { images: 2400, commonest: 0.1 },
    test: { images: 10_000, commonest: 0.1 },
  };
  return {
    key,
    config,
    state: diverged ? "diverged" : "finished",
    epochs,
    timings: epochs.map((epoch) => timing(epoch.epoch, rng)),
    result: {
      schemaVersion: 1,
      status: diverged ? "diverged" : "finished",
      stopped: diverged ? "diverged" : epochs.length < config.training.epochs ? "early" : "all-epochs",
      epochs: epochs.length,
      bestEpoch: best?.epoch ?? null,
      divergedAtStep: diverged ? epochs.length * 75 + 31 : null,
      measuredOn,
      test: diverged ? null : { loss: best!.validationLoss + 0.01, accuracy: best!.validationAccuracy - 0.004 },
    },
    failure: null,
  };
}

function epochRecord(
  epoch: number,
  how: { readonly lr: number; readonly distance: number; readonly top: number; readonly rng: Rng },
): EpochRecord {
  const speed = 0.9 * 10 ** (0.7 * Math.min(0, how.distance));
  const learned = 1 - Math.exp(-speed * epoch ** 0.6);
  const penalty = how.distance > 0 ? 0.05 * how.distance ** 2 : 0.02 * how.distance ** 2;
  const noise = 0.004 * how.rng.normal() * (how.distance > 0.3 ? 2.5 : 1);
  const accuracy = 0.1 + (how.top - penalty - 0.1) * learned + noise;
  const overfit = Math.max(0, epoch - 12) * 0.004;
  const trainAccuracy = Math.min(0.995, accuracy - 0.02 + overfit);
  return {
    epoch,
    trainLoss: 2.3 * (1 - trainAccuracy) + 0.02,
    trainAccuracy,
    validationLoss: 2.3 * (1 - accuracy) + overfit,
    validationAccuracy: accuracy,
    lr: how.lr,
  };
}

function timing(epoch: number, rng: Rng): EpochTiming {
  const trainSeconds = 1.7 + 0.1 * rng.uniform();
  return { epoch, trainSeconds, evaluateSeconds: 0.21, imagesPerSecond: 9600 / trainSeconds };
}

function waiting(trial: TrialRecord): TrialRecord {
  return { ...trial, state: "waiting", epochs: [], timings: [], result: null };
}
