/**
 * The contract of a task: a frozen problem statement. It says what is minimized and what is counted as right; which
 * model and data stand in it is the trial's choice.
 *
 * Laws: `examples` is written against `Ops`, so one text trains on the graph and is checked in float64; its losses are
 * without penalties; a batch's loss is the mean over its examples.
 */
import type { TensorType } from "../core/tensor.ts";
import type { LoadedDataset } from "../data/dataset.ts";
import type { Ops } from "../graph/builder.ts";
import type { Model } from "../models/model.ts";

/** What is known of images before one is read. */
export type ImageData = Pick<LoadedDataset, "name" | "shape" | "classes">;

/** A task: what a model is to do with data. */
export interface Task {
  readonly name: string;
  readonly summary: string;
  /** What is minimized, in words, with its unit. */
  readonly loss: string;
  /** What is counted, in words. */
  readonly metric: string;
  /**
   * Loss and success of each example of a batch. logits: float `[classes, batch]`; labels: int `[batch]`.
   * losses: float `[batch]`, nats; hits: float `[batch]`, 1 where the example is right and else 0.
   */
  examples<V extends TensorType>(ops: Ops<V>, logits: V, labels: V): { readonly losses: V; readonly hits: V };
  /** Errors: `LabError` when a model cannot do this task on this data. */
  check(model: Model, dataset: ImageData): void;
}
