/**
 * What is kept of a study: plain frozen data, with the schema version in each record.
 *
 * Laws:
 *  - `TrialConfig` says everything that determines a trial's numbers; its canonical JSON, hashed, is the trial's key.
 *  - Everything here but `EpochTiming` is a function of the config on one machine: same key, same bytes. Timings are kept
 *    apart and are no part of a record's identity.
 *  - A finished trial never changes.
 *
 * Phases. A study whose config has `tuning` tunes, then judges. Its trials are of two phases, in this order of `trialKeys`; which one a
 * trial is of stands in its own config and nowhere else (`trialPhase`):
 *  - `tuning`: `config.test` is "never". The optimizer's label is that of its entry, whatever its hyperparameters, so a label has
 *    many points (`lr` and hyperparameters); the result has no test figures, and says nothing of what the test set is.
 *  - `evaluation`: every other trial. A label has one point, its winner, on seeds that no tuning trial had.
 * A study without `tuning` has evaluation trials alone. `trialKeys` are the trials that are known; while a study is tuned there are
 * more to come. `config.tuning` and `config.evaluation` of the study's record say sampler, budget and seeds, after defaults.
 */

import type { TrialTraining } from "./training-settings.ts";

/** Version of every record below; old versions stay readable. */
export const schemaVersion = 1;

/** Learning-rate schedule; `lr` of the config is the peak. Warm-up steps come before any. */
export type ScheduleConfig = { readonly warmupSteps: number } & (
  | { readonly kind: "constant" }
  /** lr * rate ^ (epoch / everyEpochs), epoch counted in fractions by step */
  | { readonly kind: "exponential"; readonly rate: number; readonly everyEpochs: number }
  /** lr * factor ^ floor(epoch / everyEpochs) */
  | { readonly kind: "step"; readonly factor: number; readonly everyEpochs: number }
  /** lr * (floor + (1 - floor) * (1 + cos(pi t)) / 2), t from 0 after warm-up to 1 at the end */
  | { readonly kind: "cosine"; readonly floor: number }
);

/** Metric that early stopping and the choice of the best epoch look at. */
export type MonitorMetric = TrialTraining["monitor"];

/** An optimizer as a trial uses it: the program text decides, the name is for people. */
export interface OptimizerConfig {
  readonly name: string;
  /** Label in tables; distinguishes two settings of the same optimizer in one study. */
  readonly label: string;
  readonly convention: "torch" | "keras" | "paper";
  /** Canonical text of the program. */
  readonly program: string;
  /** All hyperparameters but `lr`. */
  readonly hyperparameters: { readonly [name: string]: number | boolean };
}

/** Starting weights from a file: its name, for people, and the SHA-256 of its bytes. */
export interface InitConfig {
  readonly name: string;
  readonly sha256: string;
}

/** What a trial learns from. Optional members are absent at their defaults, so that they change no older key. */
export interface TrialData {
  readonly name: string;
  /** SHA-256 of the data's content, so that a changed file is another trial. */
  readonly fingerprint: string;
  /** The split keeps each class's share; absent: it is drawn at random. */
  readonly stratify?: true;
  /** Number of training images after the split, or null for all; the validation part shrinks in proportion. */
  readonly limitTrain: number | null;
  /** Share of the training images held out, 0 < v < 1. */
  readonly validation: number;
  /** Height and width that images are resized to; absent: as they are. */
  readonly size?: number;
  /** 3: the plane of grey images is repeated. */
  readonly channels?: number;
  /** Mean and deviation for each channel, or one for all; or those of the training images after the split. Absent: none. */
  readonly normalize?: "dataset" | { readonly mean: readonly number[]; readonly std: readonly number[] };
  /** What is done to images of training, see `data/augment.ts` and `trainer/mixup.ts`; absent members: not done. */
  readonly augment?: {
    readonly resizedCrop?: { readonly scale: readonly [number, number]; readonly ratio: readonly [number, number] };
    readonly crop?: { readonly padding: number };
    readonly flip?: true;
    readonly cutout?: number;
    readonly mixup?: number;
  };
}

/** Everything that determines one trial. Settings that are absent where they do nothing keep the keys of older trials. */
export interface TrialConfig {
  readonly schemaVersion: 1;
  /**
   * Another tool computed the trial: the hash of the files that tell of it. Their optimizer, rate (NaN where they tell none), seed and figures are all that
   * is known; the program, data's split, schedule, training beside `monitor` and device are placeholders, which nobody shows.
   */
  readonly imported?: string;
  readonly data: TrialData;
  /** `revision`: which of its revisions computed the trial (`models/revision.ts`); absent: the first. */
  readonly model: { readonly name: string; readonly revision?: number };
  /** Revision of the engine (`trainer/engine-revision.ts`); absent: the first. */
  readonly engine?: number;
  /** Absent: all weights are drawn by the seed. */
  readonly init?: InitConfig;
  readonly optimizer: OptimizerConfig;
  readonly lr: number;
  readonly schedule: ScheduleConfig;
  readonly training: TrialTraining & {
    /** Tensors that `decaySkipsBiases` leaves out beside those of rank below 2, by name: the model's `noDecay`. Absent: none. */
    readonly noDecay?: readonly string[];
  };
  readonly device: "cpu" | "webgpu" | "cuda";
  readonly seed: number;
  /** The test set is not read: a trial that tunes. Absent: it is read once, at the end. */
  readonly test?: "never";
}

/** What trials of a study are for: choosing settings by validation, or judging those that were chosen. */
export type TrialPhase = "tuning" | "evaluation";

/** The phase that a trial is of. */
export function trialPhase({ test }: Pick<TrialConfig, "test">): TrialPhase {
  return test === "never" ? "tuning" : "evaluation";
}

/** One epoch of a trial. Losses in nats, means over examples; accuracies in 0..1. `epoch` counts from 1. */
export interface EpochRecord extends EpochPoints {
  readonly epoch: number;
  /** Mean over the epoch's batches, in training mode, penalties included. */
  readonly trainLoss: number;
  readonly trainAccuracy: number;
  /** Share of the training images whose label was among the five largest logits; present for more than ten classes, but not in earlier records. */
  readonly trainTop5?: number;
  /** Validation without penalties and dropout. */
  readonly validationLoss: number;
  readonly validationAccuracy: number;
  /** Learning rate of the epoch's last step. */
  readonly lr: number;
  /** Share of validation images whose label is among the five largest logits; present for more than ten classes. */
  readonly validationTop5?: number;
}

/** Points that step observers leave, by the member of an epoch's record that keeps them. */
export interface ObservedPoints {
  /** Of the training curve, those that ended in the epoch; `curveEvery` asks for them. */
  readonly steps: StepRecord;
  /** Of the bound of the weights; `certifyEvery` asks for them. */
  readonly bounds: BoundRecord;
}

/** The points of an epoch; present where the trial's config asks for them. */
export type EpochPoints = { readonly [F in keyof ObservedPoints]?: readonly ObservedPoints[F][] };

/** Means over the `curveEvery` steps that end with `step`, which counts from 1 over the whole run; the rate is that of `step`. */
export interface StepRecord {
  readonly step: number;
  readonly trainLoss: number;
  readonly trainAccuracy: number;
  /** As of an epoch. */
  readonly trainTop5?: number;
  readonly lr: number;
}

/** The decayed weights against the bound that decay lambda sets, after `step` steps of the run (0: before the first). */
export interface BoundRecord {
  readonly step: number;
  /** Largest |lambda w_i|. */
  readonly largest: number;
  /** Share of the weights with |lambda w_i| above 1 (by more than 1e-5), and from 0.99 up to there. */
  readonly outside: number;
  readonly border: number;
  /** Largest distance of lambda w from the domain of K* over the tensors, in the norm of K; null where the optimizer has no K. */
  readonly distance: number | null;
  /** What it may be at most: the first distance times 1 - eta lambda of each step; and what float32 may have added to that. */
  readonly promised: number | null;
  readonly rounding: number;
}

/** How long an epoch took; not part of a record's identity. */
export interface EpochTiming {
  readonly epoch: number;
  readonly trainSeconds: number;
  readonly evaluateSeconds: number;
  readonly imagesPerSecond: number;
}

/** Images that accuracies are measured on. */
export interface MeasuredImages {
  readonly images: number;
  /** Share of the commonest class: what one answer to everything reaches. */
  readonly commonest: number;
}

/** End of a trial. */
export interface TrialResult {
  readonly schemaVersion: 1;
  readonly status: "finished" | "diverged";
  readonly stopped: "all-epochs" | "early" | "diverged";
  /** Epochs completed. */
  readonly epochs: number;
  /** Epoch whose weights were restored and tested; null if no epoch was completed before divergence. */
  readonly bestEpoch: number | null;
  /** First step (1-based, over the whole run) whose loss or weights were not finite. */
  readonly divergedAtStep: number | null;
  /** What guessing reaches and one image is worth follow from it; absent in the results of earlier versions. `test`: absent where it is never read. */
  readonly measuredOn?: {
    readonly classes: number;
    readonly validation: MeasuredImages;
    readonly test?: MeasuredImages;
    /** Kind of processor that computed the trial, on which alone its bytes are the same again; absent on other devices and in earlier results. */
    readonly processor?: string;
  };
  /**
   * Answers of the reading of the test set: `counts[label][answer]` images of a class by the class that they were taken for. Absent where
   * nothing was tested, for more than 100 classes, and in the results of earlier versions. `validation`: the same of the validation images, after
   * the epoch that was chosen by them; absent in earlier results.
   */
  readonly confusion?: {
    readonly classes: readonly string[];
    readonly counts: readonly (readonly number[])[];
    readonly validation?: readonly (readonly number[])[];
  };
  /** Read once, with the weights that validation chose; null when diverged, and where the config says never. */
  readonly test: { readonly loss: number; readonly accuracy: number; readonly top5?: number } | null;
}

/** State of a trial in a store. `failed`: a fault of ours or of the machine, tried again by the next run. */
export type TrialState = "waiting" | "running" | "finished" | "diverged" | "failed";

/** A trial as stored. */
export interface TrialRecord {
  readonly key: string;
  readonly config: TrialConfig;
  readonly state: TrialState;
  readonly epochs: readonly EpochRecord[];
  readonly timings: readonly EpochTiming[];
  readonly result: TrialResult | null;
  /** Sentence of the last failure, if any. */
  readonly failure: string | null;
}

/** A study as stored: its name, the text that declared it and the ordered keys of the trials that are known. */
export interface StudyRecord {
  readonly schemaVersion: 1;
  readonly name: string;
  /** The study's configuration after defaults, as JSON. */
  readonly config: unknown;
  /** Command that reproduces it. */
  readonly command: string;
  readonly trialKeys: readonly string[];
}
