/**
 * A model's forward pass alone: images in, logits out, parameters and running statistics as inputs of their own names.
 */
import { InternalError } from "../core/errors.ts";
import { sizeOf } from "../core/tensor.ts";
import type { Normalization } from "../data/normalize.ts";
import { createBuilder } from "../graph/builder.ts";
import type { Graph, Value } from "../graph/graph.ts";
import type { Model } from "../models/model.ts";
import { modelInput } from "../models/model-input.ts";

/** Name of the input `[batch, channels, height, width]`, in 0..1, and of the output `[batch, classes]`. */
export const imagesInput = "images";
/** See `imagesInput`. */
export const logitsOutput = "logits";

/** `normalization`: done per channel before the model sees the images; null for none. */
export interface InferenceGraphOptions {
  readonly batchSize: number;
  readonly normalization: Normalization | null;
}

/** The graph for a batch of that size. */
export function buildInferenceGraph(model: Model, { batchSize, normalization }: InferenceGraphOptions): Graph {
  const b = createBuilder();
  const images = b.input(imagesInput, { dtype: "float", shape: [batchSize, ...model.input] });
  const rows = b.reshape(images, { shape: [batchSize, sizeOf(model.input)] });
  const turned = b.transpose(rows, { perm: [1, 0] }); // [pixels, batch]
  const x = modelInput(b, turned, { input: model.input, unit: 1, normalization });
  const inputs = new Map<string, Value>();
  const variable = (kind: "parameters" | "statistics", name: string): Value => {
    const spec = (model[kind] as readonly { name: string; shape: readonly number[] }[]).find(
      (one) => one.name === name,
    );
    if (spec === undefined)
      throw new InternalError(`model ${model.name} asks for "${name}", which is none of its ${kind}`);
    const input = inputs.get(name) ?? b.input(name, { dtype: "float", shape: spec.shape });
    inputs.set(name, input);
    return input;
  };
  const logits = model.forward(b, x, {
    batchSize,
    training: false,
    observes: () => false,
    parameter: (name) => variable("parameters", name),
    statistic: (name) => variable("statistics", name),
    track: () => {},
    dropout: (h) => h,
    dropPath: (h) => h,
  });
  return b.build({ [logitsOutput]: b.transpose(logits, { perm: [1, 0] }) });
}
