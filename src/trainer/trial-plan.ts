/**
 * What a trial is going to do, worked out before anything runs: model, rule, split and counts of steps.
 */
import { InternalError, LabError } from "../core/errors.ts";
import type { LoadedDataset } from "../data/dataset.ts";
import { forChannels, measureNormalization, type Normalization } from "../data/normalize.ts";
import { preparedShape, prepareImages } from "../data/prepare.ts";
import { type Split, splitCounts, splitTrain } from "../data/split.ts";
import { modelNamed } from "../models/index.ts";
import type { Model } from "../models/model.ts";
import { type Revised, revisionOf } from "../models/revision.ts";
import { ruleFromConfig } from "../optimizers/resolve-text.ts";
import type { Rule } from "../program/rule.ts";
import { trialKey } from "../records/identity.ts";
import type { TrialConfig } from "../records/records.ts";
import { imageClassification } from "../tasks/image-classification.ts";
import type { ImageData, Task } from "../tasks/task.ts";
import { engineOf } from "./engine-revision.ts";
import { frozenNames, type Partition, partitionOf } from "./frozen.ts";
import { checkInitialVariables, type InitialVariables } from "./initial-variables.ts";
import { checkObservers } from "./observers/index.ts";

/** A trial worked out. The last, incomplete batch of each epoch is left out; the shuffle decides which images it holds. */
export interface TrialPlan {
  readonly config: TrialConfig;
  readonly key: string;
  /** Images in the shape that the config asks for. */
  readonly dataset: LoadedDataset;
  /** One mean and deviation for each channel, or null for images in 0 … 1. */
  readonly normalization: Normalization | null;
  readonly model: Model;
  readonly task: Task;
  readonly rule: Rule;
  /** Starting weights that the config names; null where the seed draws all. */
  readonly initial: InitialVariables | null;
  /** Trained and frozen parameters. */
  readonly partition: Partition;
  readonly frozen: ReadonlySet<string>;
  readonly split: Split;
  /** Batches of an epoch, each a step of the loop. */
  readonly stepsPerEpoch: number;
}

/**
/**
 * Works a trial out. `model` stands in for one of the library; `initial` is what the config's `init` names.
 * Errors: `data-changed` when the loaded data is not the config's; `batch-too-large`; `unknown-model`; `init-mismatch`;
 * `revision-changed` when it was planned for another revision of the model or engine;
 * `accumulate-too-large`; those of `checkObservers`; `freeze-unknown`; `freeze-everything`; those of `prepareImages` and normalization, of the split, the
 * task's check and the program.
 */
export function planTrial(
  config: TrialConfig,
  {
    dataset: loaded,
    model,
    initial = null,
  }: { dataset: LoadedDataset; model?: Model; initial?: InitialVariables | null },
): TrialPlan {
  checkData(config, loaded);
  const dataset = prepareImages(loaded, config.data);
  const {
    model: chosen,
    frozen,
    stepsPerEpoch,
  } = checkTrial(config, { ...loaded, trainCount: loaded.train.count, model });
  if ((config.init !== undefined) !== (initial !== null))
    throw new InternalError(
      "a trial was given starting weights that its config does not name, or none for those it names",
    );
  checkRevision(config, chosen);
  if (initial !== null) checkInitialVariables(chosen, initial);
  const { validation, limitTrain, stratify = false } = config.data;
  const { count, labels } = dataset.train;
  const by = stratify ? { labels } : {};
  const split = splitTrain({ count, validation, limitTrain, seed: config.seed, ...by });
  return {
    config,
    key: trialKey(config),
    dataset,
    normalization: normalizationFor(config, { dataset, split }),
    model: chosen,
    task: imageClassification,
    rule: ruleFromConfig(config.optimizer),
    initial,
    partition: partitionOf(chosen, frozen),
    frozen,
    split,
    stepsPerEpoch,
  };
}

/** Data as far as it is known before it is read, and a model that stands in for one of the library. */
export interface KnownData extends ImageData {
  readonly trainCount: number;
  readonly model?: Model | undefined;
}

/** What of a trial is settled without its data. */
export interface CheckedTrial {
  readonly model: Model;
  readonly frozen: ReadonlySet<string>;
  readonly stepsPerEpoch: number;
}

/**
 * Refuses what no data could mend: `npx lionlab plan` asks before anything is read, and `planTrial` asks the same.
 * Errors: those of `planTrial` that need no image.
 */
export function checkTrial(config: TrialConfig, data: KnownData): CheckedTrial {
  const shape = preparedShape(data, config.data);
  const { classes } = data;
  const named = data.model ?? modelNamed(config.model.name);
  const model = data.model ?? named.fit?.(shape, classes.length) ?? named;
  imageClassification.check(model, { name: data.name, shape, classes });
  checkAugmentation(config, shape);
  const { validation, limitTrain } = config.data;
  const { train } = splitCounts({ count: data.trainCount, validation, limitTrain });
  const stepsPerEpoch = countSteps(train, config.training.batchSize);
  checkAccumulation(config, stepsPerEpoch);
  checkWarmup(config, stepsPerEpoch);
  checkObservers(config);
  const frozen = frozenNames(model, config.training.freeze ?? []);
  partitionOf(model, frozen);
  return { model, frozen, stepsPerEpoch };
}

function checkAugmentation({ data: { augment } }: TrialConfig, [, height, width]: LoadedDataset["shape"]): void {
  const side = augment?.cutout ?? 0;
  if (side <= Math.min(height, width)) return;
  throw new LabError(
    "cutout-too-large",
    `data.augment.cutout blots out a square of ${side} × ${side} pixels, but the images have ${height} × ${width}. Choose a smaller one.`,
  );
}

/** A rate that never reaches its peak is a slip. */
function checkWarmup({ training, schedule }: TrialConfig, stepsPerEpoch: number): void {
  const steps = Math.floor((training.epochs * stepsPerEpoch) / (training.accumulate ?? 1));
  const { warmupSteps } = schedule;
  if (warmupSteps < steps || warmupSteps === 0) return;
  throw new LabError(
    "warmup-too-long",
    `training.schedule.warmupSteps is ${warmupSteps}, but training has ${steps} steps, so that its rate never reached the peak. ` +
      "Warm up for fewer steps, or train longer.",
  );
}

function normalizationFor(
  { data: { normalize } }: TrialConfig,
  { dataset: { train, shape }, split }: { dataset: LoadedDataset; split: Split },
): Normalization | null {
  if (normalize === undefined) return null;
  const chosen = normalize === "dataset" ? measureNormalization(train, split.train, shape) : normalize;
  return forChannels(chosen, shape[0]);
}

/** The model that a trial trains on this data as it was loaded, fitted to its images and classes where its sizes allow. */
export function modelFor(config: TrialConfig, loaded: LoadedDataset): Model {
  return fitted(modelNamed(config.model.name), prepareImages(loaded, config.data));
}

function fitted(model: Model, { shape, classes }: LoadedDataset): Model {
  return model.fit?.(shape, classes.length) ?? model;
}

function checkData(config: TrialConfig, dataset: LoadedDataset): void {
  const { name, fingerprint } = config.data;
  if (dataset.name === name && dataset.fingerprint === fingerprint) return;
  throw new LabError(
    "data-changed",
    `The trial is to run on ${name} with fingerprint ${fingerprint.slice(0, 12)}…, but ${dataset.name} loaded from ${dataset.origin} has ` +
      `${dataset.fingerprint.slice(0, 12)}…: the data is not what it was when the study was planned. Plan the study again.`,
  );
}

/** A trial of another revision would be stored as what it is not. */
function checkRevision(config: TrialConfig, chosen: Revised): void {
  const { model, engine: revision = 1 } = config;
  const engine = engineOf(config);
  const planned = model.revision ?? 1;
  if (planned === revisionOf(chosen) && revision === revisionOf(engine)) return;
  throw new LabError(
    "revision-changed",
    `The trial was planned for revision ${planned} of ${model.name} and revision ${revision} of the engine, but here are revisions ` +
      `${revisionOf(chosen)} and ${revisionOf(engine)}: numbers would differ. Plan the study again.`,
    { model: model.name },
  );
}

function checkAccumulation({ training: { accumulate = 1 } }: TrialConfig, stepsPerEpoch: number): void {
  if (accumulate <= stepsPerEpoch) return;
  throw new LabError(
    "accumulate-too-large",
    `training.accumulate asks for a step of the optimizer every ${accumulate} batches, but an epoch has ${stepsPerEpoch}. ` +
      "Accumulate fewer, or choose smaller batches.",
  );
}

function countSteps(images: number, batchSize: number): number {
  if (Number.isInteger(batchSize) && batchSize >= 1 && batchSize <= images) return Math.floor(images / batchSize);
  throw new LabError(
    "batch-too-large",
    `A batch needs a whole number of images from 1 to the ${images} that are trained on, but batchSize is ${batchSize}. ` +
      "Choose a smaller batch or more images.",
  );
}
