/**
 * From a study's configuration to its trials, in the order in which they are run.
 */
import { LabError } from "../core/errors.ts";
import { oncePer } from "../core/once.ts";
import { findDataset, folderName } from "../data/index.ts";
import { secondsPerImage } from "../models/cost.ts";
import { modelNamed } from "../models/index.ts";
import { revisionMember } from "../models/revision.ts";
import { type ResolvedOptimizer, resolveOptimizer } from "../optimizers/resolve.ts";
import { trialKeysOf } from "../records/identity.ts";
import { settingLabel } from "../records/optimizer-label.ts";
import type { InitConfig, OptimizerConfig, StudyRecord, TrialConfig } from "../records/records.ts";
import type { ImageCost, PlannedTrial } from "../records/storage.ts";
import { trialTraining } from "../records/training-settings.ts";
import { engineMember } from "../trainer/engine.ts";
import { fileForm, type OptimizerEntry, type StudyConfig } from "./config.ts";
import { trialData } from "./config-data.ts";
import { listSource, type TrialSource } from "./source.ts";

/** A study ready to run. */
export interface StudyPlan {
  /** The study with the trials that are known before any result. */
  readonly study: StudyRecord;
  readonly trials: readonly PlannedTrial[];
  /** Where all its trials come from, at their beginning. */
  source(): TrialSource;
  /** As many trials as the study will have, where every result is alike: behind those that are known, stand-ins for those that results decide. */
  readonly outline: readonly PlannedTrial[];
}

/** What a plan needs besides the configuration. */
export interface PlanOptions {
  /** SHA-256 of the loaded data, see `LoadedDataset`. */
  readonly fingerprint: string;
  /** The file that the study's `init` names. */
  readonly init?: InitConfig;
  /** Command that reproduces the study. */
  readonly command: string;
}

/**
 * The trials of a study: every optimizer and combination of its hyperparameters, at every rate, for every seed.
 * Order: seeds outermost; then all optimizers in turn, each from the middle of its rates outwards, so that every optimizer
 * has a telling result early. Settings that say the same are one trial.
 * Errors: those of `resolveOptimizer`; `same-optimizer`.
 */
export function planStudy(config: StudyConfig, { fingerprint, init, command }: PlanOptions): StudyPlan {
  const variants = config.optimizers.flatMap((entry) => variantsOf(entry, config.convention));
  const common = commonConfig(config, { fingerprint, init });
  const settings = new Map(
    variants.map(({ optimizer }) => {
      const shared = { ...common, ...engineMember({ ...common, optimizer }), optimizer };
      return [optimizer, { shared, keyOf: trialKeysOf(shared) }];
    }),
  );
  const trials = new Map<string, PlannedTrial>();
  const turns = inTurn(variants).map(({ optimizer, lr }) => ({ lr, ...settings.get(optimizer)! }));
  for (const seed of config.seeds)
    for (const { lr, shared, keyOf } of turns) {
      const key = keyOf({ lr, seed });
      const { label } = shared.optimizer;
      const earlier = trials.get(key)?.config.optimizer.label ?? label;
      if (earlier !== label) throw sameOptimizer(earlier, label);
      trials.set(key, { key, config: { ...shared, lr, seed } });
    }
  const study: StudyRecord = {
    schemaVersion: 1,
    name: config.name,
    config: fileForm(config),
    command,
    trialKeys: [...trials.keys()],
  };
  const grid = [...trials.values()];
  return { study, trials: grid, source: () => listSource(grid), outline: grid };
}

/** Two entries that differ by their labels alone would share their trials. */
function sameOptimizer(a: string, b: string): LabError {
  return new LabError(
    "same-optimizer",
    `The optimizers "${a}" and "${b}" of the study are one optimizer with the same settings and at least one common rate; make them one entry.`,
    { labels: [a, b] },
  );
}

/** What an estimate goes by. */
export interface EstimateOptions {
  readonly workers: number;
  /** Measured costs, as stored (`Storage.imageCosts`). */
  readonly costs: readonly ImageCost[];
  /** Training images of the dataset `folder`. */
  readonly folderImages?: number;
}

/**
 * Seconds that these trials will take if none stops early.
 *   sum over trials of epochs * training images * seconds per image, divided by the number of workers
 * Seconds per image: measured for the optimizer, else the mean of all measured, else reckoned from the layers of the model.
 */
export function estimateSeconds(
  trials: readonly PlannedTrial[],
  { workers, costs, folderImages = 0 }: EstimateOptions,
): number {
  const measured = new Map(costs.map((cost) => [cost.optimizer, cost.secondsPerImage]));
  const mean = costs.reduce((sum, cost) => sum + cost.secondsPerImage, 0) / costs.length;
  const reckoned = oncePer<TrialConfig, number>(["data", "model", "training"], reckoner());
  const images = oncePer<TrialConfig, number>(["data"], (config) => trainingImages(config, folderImages));
  const total = trials.reduce((sum, { config }) => {
    const perImage = measured.get(config.optimizer.name) ?? (costs.length > 0 ? mean : reckoned(config));
    return sum + config.training.epochs * images(config) * perImage;
  }, 0);
  return total / Math.max(1, Math.min(workers, trials.length));
}

/** `reckonedSeconds`, which builds a model to look at its layers, once for all trials that say the same of it. */
function reckoner(): (config: TrialConfig) => number {
  const known = new Map<string, number>();
  return (config) => {
    const { data, model, training } = config;
    const kind = [model.name, data.name, data.channels, data.size, training.batchSize].join(" ");
    const seconds = known.get(kind) ?? reckonedSeconds(config);
    known.set(kind, seconds);
    return seconds;
  };
}

/** Seconds per image of a trial's model, fitted to the images as far as they are known before the data is read. */
function reckonedSeconds({ data, model, training }: TrialConfig): number {
  const known = modelNamed(model.name);
  const dataset = data.name === folderName ? null : findDataset(data.name);
  const [channels, height, width] = dataset?.shape ?? known.input;
  const input = [data.channels ?? channels, data.size ?? height, data.size ?? width] as const;
  return secondsPerImage(known.fit?.(input, dataset?.classes.length ?? known.classes) ?? known, training.batchSize);
}

function trainingImages({ data }: TrialConfig, folderImages: number): number {
  const count = data.name === folderName ? folderImages : findDataset(data.name).counts.train;
  const all = Math.round(count * (1 - data.validation));
  return data.limitTrain === null ? all : Math.min(all, data.limitTrain);
}

/** An optimizer with fixed hyperparameters, and its rates. */
interface Variant {
  readonly optimizer: OptimizerConfig;
  readonly rates: readonly number[];
}

function variantsOf(entry: OptimizerEntry, convention: StudyConfig["convention"]): readonly Variant[] {
  const varied = Object.keys(entry.hyperparameters).filter((name) => entry.hyperparameters[name]!.length > 1);
  return combinations(entry.hyperparameters).map((hyperparameters) => {
    const resolved = resolveOptimizer({
      name: entry.name,
      convention: entry.convention ?? convention,
      hyperparameters,
    });
    // The range of rates an optimizer takes has no holes: its ends speak for all.
    for (const lr of [Math.min(...entry.lr), Math.max(...entry.lr)])
      resolveOptimizer({
        name: entry.name,
        convention: resolved.convention,
        hyperparameters: { ...hyperparameters, lr },
      });
    const label = settingLabel(entry.label, varied, hyperparameters);
    return { optimizer: optimizerConfig(resolved, label), rates: fromTheMiddle(entry.lr) };
  });
}

function optimizerConfig(
  { name, convention, program, hyperparameters }: ResolvedOptimizer,
  label: string,
): OptimizerConfig {
  return { name, label, convention, program, hyperparameters };
}

type Settings = Readonly<Record<string, number | boolean>>;

/** Every combination of the values, the last name varying fastest. */
function combinations(grids: OptimizerEntry["hyperparameters"]): readonly Settings[] {
  return Object.entries(grids).reduce<readonly Settings[]>(
    (settings, [name, values]) => settings.flatMap((setting) => values.map((value) => ({ ...setting, [name]: value }))),
    [{}],
  );
}

/** The items ordered by their distance from the middle of the list. */
function fromTheMiddle<T>(items: readonly T[]): readonly T[] {
  const middle = (items.length - 1) / 2;
  return items
    .map((item, index) => ({ item, distance: Math.abs(index - middle) }))
    .sort((a, b) => a.distance - b.distance)
    .map(({ item }) => item);
}

/** First rates of all variants, then second ones, and so on. */
function inTurn(variants: readonly Variant[]): readonly { readonly optimizer: OptimizerConfig; readonly lr: number }[] {
  const rounds = Math.max(0, ...variants.map(({ rates }) => rates.length));
  return Array.from({ length: rounds }, (_, round) =>
    variants.flatMap(({ optimizer, rates }) => {
      const lr = rates[round];
      return lr === undefined ? [] : [{ optimizer, lr }];
    }),
  ).flat();
}

/** What all trials of a study have in common. */
function commonConfig(
  config: StudyConfig,
  { fingerprint, init }: { readonly fingerprint: string; readonly init: InitConfig | undefined },
): Omit<TrialConfig, "optimizer" | "lr" | "seed"> {
  return {
    schemaVersion: 1,
    data: trialData(config.data, fingerprint),
    model: { name: config.model, ...revisionMember(modelNamed(config.model)) },
    ...(init === undefined ? {} : { init }),
    schedule: config.training.schedule,
    training: { ...trialTraining(config.training), ...noDecayMember(config) },
    device: config.device,
  };
}

/** What else decay leaves out where it skips biases: what the model names; nothing where there is none, which keeps older keys. */
function noDecayMember({ model, training }: StudyConfig): Pick<TrialConfig["training"], "noDecay"> {
  const { noDecay = [] } = modelNamed(model);
  return training.decaySkipsBiases && noDecay.length > 0 ? { noDecay } : {};
}
