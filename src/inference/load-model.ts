/**
 * A model with weights, ready to predict: from a file of weights, whose sizes decide the model's.
 */

import { LabError } from "../core/errors.ts";
import type { Tensor } from "../core/tensor.ts";
import type { Framing } from "../data/framing.ts";
import { forChannels, type Normalization } from "../data/normalize.ts";
import { modelNamed } from "../models/index.ts";
import type { Model } from "../models/model.ts";
import { knownModelsFor } from "../weights/known-models.ts";
import { matchWeights } from "../weights/match-weights.ts";
import { modelAsIn, tellsSize } from "../weights/model-sizes.ts";
import { type SavedWeightsFacts, savedWeightsFacts } from "../weights/saved-weights.ts";
import type { WeightsFile } from "../weights/weights-file.ts";

/** A model with its weights. */
export interface LoadedModel {
  readonly model: Model;
  /** Parameters and running statistics by name, float32. */
  readonly variables: ReadonlyMap<string, Tensor>;
  /** Names of the classes; their numbers, from 0, where the file has no names. */
  readonly classes: readonly string[];
  readonly normalization: Normalization | null;
  /** Which part of a picture the model was trained to see; `centre` where the file does not tell. */
  readonly framing: Framing;
  /** Whether another size of image would do as well: the file tells none, and the model takes any. */
  readonly anySize: boolean;
}

/**
 * `modelName`: needed where the file does not tell; `size`: `[height, width]` of the images, in place of those the file tells; `normalization`: instead of
 * the file's, one number for each channel or one for all.
 */
export interface LoadOptions {
  readonly modelName?: string | undefined;
  readonly normalization?: Normalization | null | undefined;
  readonly size?: readonly [number, number] | undefined;
}

/** Errors: `model-needed`, `unknown-model`, `weights-do-not-fit`, `saved-weights-damaged`. */
export function loadModel(file: WeightsFile, { modelName, size, normalization }: LoadOptions = {}): LoadedModel {
  const facts = savedWeightsFacts(file.metadata);
  const named = modelNamed(modelName ?? facts?.model ?? onlyModelFor(file));
  const anySize = facts === null && named.fit !== undefined && !tellsSize(named, file.tensors);
  const told = facts === null ? modelAsIn(named, file.tensors) : modelOfFacts(named, facts);
  const model = size === undefined ? told : sized(told, size);
  const { parameters, statistics } = matchWeights(model, file.tensors, { head: "keep" });
  const values = new Map([...parameters, ...statistics]);
  const variables = [...model.parameters, ...model.statistics].map(({ name, shape }): [string, Tensor] => [
    name,
    { dtype: "float", shape, data: values.get(name)! },
  ]);
  return {
    model,
    variables: new Map(variables),
    classes: facts?.classes ?? Array.from({ length: model.classes }, (_, i) => String(i)),
    normalization: normalization === undefined ? (facts?.normalization ?? null) : spread(normalization, model),
    framing: facts?.framing ?? "centre",
    anySize,
  };
}

function sized(model: Model, size: readonly [number, number]): Model {
  const [channels, ...has] = model.input;
  if (String(size) === String(has)) return model;
  if (model.fit !== undefined) return model.fit([channels, ...size], model.classes);
  throw new LabError(
    "weights-do-not-fit",
    `Images of ${size.join(" × ")} were asked for, but ${model.name} takes ${has.join(" × ")} alone: leave --size out.`,
  );
}

/** One number for each channel of the model's images. A grey model takes the mean of three. */
function spread(normalization: Normalization | null, { input: [channels] }: Model): Normalization | null {
  if (normalization === null) return null;
  const grey = (values: readonly number[]): readonly number[] => [mean(values)];
  const fitting = channels === 1 ? { mean: grey(normalization.mean), std: grey(normalization.std) } : normalization;
  return forChannels(fitting, channels);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function modelOfFacts(model: Model, { input, classes }: SavedWeightsFacts): Model {
  if (model.fit !== undefined) return model.fit(input, classes.length);
  if (String(model.input) === String(input) && model.classes === classes.length) return model;
  throw new LabError(
    "weights-do-not-fit",
    `The saved weights are for images ${input.join(" × ")} and ${classes.length} classes, but ${model.name} has ${model.input.join(" × ")} and ${model.classes} and takes no others.`,
  );
}

/** Name of the model that the tensors fit, where that is one alone. */
function onlyModelFor({ tensors }: WeightsFile): string {
  const fits = knownModelsFor(tensors).filter(({ fault }) => fault === null);
  if (fits.length === 1) return fits[0]!.model.name;
  const found =
    fits.length === 0 ? "fits none that is known" : `fits ${fits.map(({ model }) => model.name).join(", ")}`;
  throw new LabError(
    "model-needed",
    `The weights file does not say which model it belongs to, and it ${found}: name the model with --model NAME.`,
  );
}
