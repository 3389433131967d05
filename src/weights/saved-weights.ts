/**
 * The laboratory's own weight files: what a model computes with after training, and what it was trained to tell apart.
 *
 * A safetensors file whose tensors lie under the model's parameter and statistic names, and whose metadata says in strings
 * which model they fit: `format` "lionlab-weights", `version` "1", `model`, `input` (JSON `[channels, height, width]`), `classes`
 * (JSON list of names), `trial` (key) and, where pixels were normalized, `normalization` (JSON `{mean, std}`).
 */
import { encodeSafetensors } from "../core/safetensors.ts";
import type { Tensor } from "../core/tensor.ts";

/** Format that the metadata names, and its version. */
export const savedWeightsFormat = { format: "lionlab-weights", version: "1" } as const;

/** Weights and what they are for. */
export interface SavedWeights {
  readonly model: string;
  /** `[channels, height, width]` */
  readonly input: readonly [number, number, number];
  /** Names of the classes, in the order of the logits. */
  readonly classes: readonly string[];
  /** Key of the trial that trained them. */
  readonly trial: string;
  /** By parameter and statistic name, float. */
  readonly tensors: { readonly [name: string]: Tensor };
  /** What pixels were normalized by, a number for each channel; absent where they were only scaled to 0..1. */
  readonly normalization?: { readonly mean: readonly number[]; readonly std: readonly number[] } | undefined;
}

/** Bytes of a weight file. */
export function encodeSavedWeights(weights: SavedWeights): Uint8Array {
  const { model, input, classes, trial, tensors, normalization } = weights;
  return encodeSafetensors({
    tensors,
    metadata: {
      ...savedWeightsFormat,
      model,
      input: JSON.stringify(input),
      classes: JSON.stringify(classes),
      trial,
      ...(normalization === undefined ? {} : { normalization: JSON.stringify(normalization) }),
    },
  });
}
