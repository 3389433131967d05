/**
 * The figures of an epoch by part of the images and metric: how tables of all epochs name them, whatever tool they are for.
 */
import type { EpochRecord } from "./records.ts";

/** A figure of every epoch. */
export interface EpochFigure {
  readonly split: "train" | "validation";
  readonly metric: "loss" | "accuracy" | "top5" | "lr";
  /** Absent where the run did not measure it; NaN where an imported run does not tell it. */
  readonly value: (epoch: EpochRecord) => number | undefined;
}

/** All of them, in the order of tables. The rate is that of training. */
export const epochFigures: readonly EpochFigure[] = [
  { split: "train", metric: "loss", value: (epoch) => epoch.trainLoss },
  { split: "train", metric: "accuracy", value: (epoch) => epoch.trainAccuracy },
  { split: "train", metric: "top5", value: (epoch) => epoch.trainTop5 },
  { split: "validation", metric: "loss", value: (epoch) => epoch.validationLoss },
  { split: "validation", metric: "accuracy", value: (epoch) => epoch.validationAccuracy },
  { split: "validation", metric: "top5", value: (epoch) => epoch.validationTop5 },
  { split: "train", metric: "lr", value: (epoch) => epoch.lr },
];
