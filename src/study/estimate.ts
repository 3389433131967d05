/**
 * How long trials will take, before they are run.
 */
import { oncePer } from "../core/once.ts";
import { findDataset, folderName } from "../data/index.ts";
import { secondsPerImage } from "../models/cost.ts";
import { modelNamed } from "../models/index.ts";
import type { TrialConfig } from "../records/records.ts";
import type { ImageCost, PlannedTrial } from "../records/storage.ts";

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
  const total = trials.reduce((sum, { config, goesOn }) => {
    const perImage = measured.get(config.optimizer.name) ?? (costs.length > 0 ? mean : reckoned(config));
    return sum + (config.training.epochs - (goesOn?.epochs ?? 0)) * images(config) * perImage;
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
