/**
 * What the laboratory has, as plain facts: optimizers, models and data sets.
 */
import type { Optimizer } from "../optimizers/optimizer.ts";

/** A model that can be trained. */
export interface ModelFacts {
  readonly name: string;
  readonly summary: string;
  readonly source: string;
  /** `[channels, height, width]`; where `fits`, those it is declared with. */
  readonly input: readonly [number, number, number];
  readonly classes: number;
  readonly parameters: number;
  /** Whether it takes images of other sizes and other numbers of classes. */
  readonly fits: boolean;
}

/** A data set that can be trained on. */
export interface DatasetFacts {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly source: string;
  readonly licence: string;
  /** `[channels, height, width]` */
  readonly shape: readonly [number, number, number];
  readonly classes: readonly string[];
  /** Images for training and validation, and for the test. */
  readonly counts: { readonly train: number; readonly test: number };
}

/** The optimizers: name, program, hyperparameters with ranges, source and deviation of each convention. */
export async function listOptimizers(): Promise<readonly Optimizer[]> {
  return (await import("../optimizers/index.ts")).optimizers;
}

/** The models. */
export async function listModels(): Promise<readonly ModelFacts[]> {
  const { models } = await import("../models/index.ts");
  return models.map(({ name, summary, source, input, classes, parameterCount, fit }) => {
    return { name, summary, source, input, classes, parameters: parameterCount, fits: fit !== undefined };
  });
}

/** The data sets that have a name; images in a folder of one's own are the data set `folder` of a study file. */
export async function listDatasets(): Promise<readonly DatasetFacts[]> {
  const { datasets } = await import("../data/index.ts");
  return datasets.map(({ name, title, summary, source, licence, shape, classes, counts }) => {
    return { name, title, summary, source, licence, shape, classes, counts };
  });
}
