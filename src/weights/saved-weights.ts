/**
 * Saved weights: the parameters and running statistics of one trial's best epoch as a safetensors file that stands by itself.
 *
 * Tensors have the model's own names. Metadata: `format` "lionlab-weights", `version` "1", `model`, `input` as JSON
 * `[channels, height, width]`, `classes` as JSON list of names, `trial` the key, and, where images are normalized per channel
 * before the model sees them, `normalization` as JSON `{"mean": […], "std": […]}` on values in 0..1. `framing` says which part
 * of a picture is seen, see `data/framing.ts`; files without it are read as `whole`.
 */

import { LabError } from "../core/errors.ts";
import { encodeSafetensors } from "../core/safetensors.ts";
import type { Tensor } from "../core/tensor.ts";
import { type Framing, framings } from "../data/framing.ts";
import type { Normalization } from "../data/normalize.ts";
import type { Model } from "../models/model.ts";

/** `metadata.format` of such a file. */
export const savedWeightsFormat = "lionlab-weights";

/** What the file says beside its tensors. */
export interface SavedWeightsFacts {
  readonly model: string;
  readonly input: Model["input"];
  /** Names of the classes, in the order of the logits. */
  readonly classes: readonly string[];
  /** Key of the trial. */
  readonly trial: string;
  readonly normalization: Normalization | null;
  readonly framing: Framing;
}

/** Bytes of a file. `tensors`: float32, by the model's names. */
export function encodeSavedWeights(
  tensors: ReadonlyMap<string, Tensor>,
  { model, input, classes, trial, normalization, framing }: SavedWeightsFacts,
): Uint8Array {
  return encodeSafetensors({
    tensors: Object.fromEntries(tensors),
    metadata: {
      format: savedWeightsFormat,
      version: "1",
      model,
      input: JSON.stringify(input),
      classes: JSON.stringify(classes),
      trial,
      framing,
      ...(normalization === null ? {} : { normalization: JSON.stringify(normalization) }),
    },
  });
}

/** The facts in a file's metadata, null where it is no file of saved weights. Errors: `saved-weights-damaged`, `saved-weights-version`. */
export function savedWeightsFacts(metadata: { readonly [key: string]: string }): SavedWeightsFacts | null {
  if (metadata.format !== savedWeightsFormat) return null;
  const { version, model, trial, framing = "whole" } = metadata;
  if (version !== "1") {
    throw new LabError(
      "saved-weights-version",
      `These saved weights are of version ${version ?? "(none)"}, and this Lionlab reads version 1; use the Lionlab that wrote them.`,
    );
  }
  const input = parsed(metadata, "input");
  const classes = parsed(metadata, "classes");
  if (!model || !trial) throw damaged("model and trial must be there");
  if (!isNumbers(input) || input.length !== 3 || !input.every((size) => Number.isSafeInteger(size) && size > 0)) {
    throw damaged("input must be [channels, height, width]");
  }
  if (!Array.isArray(classes) || classes.length === 0 || !classes.every((name) => typeof name === "string")) {
    throw damaged("classes must be a list of names");
  }
  const normalization = metadata.normalization === undefined ? null : readNormalization(metadata, input[0]!);
  if (!isFraming(framing)) throw damaged(`framing must be ${framings.join(" or ")}`);
  return { model, trial, classes, normalization, framing, input: input as unknown as Model["input"] };
}

function isFraming(name: string): name is Framing {
  return (framings as readonly string[]).includes(name);
}

function readNormalization(metadata: { readonly [key: string]: string }, channels: number): Normalization {
  const { mean, std } = (parsed(metadata, "normalization") ?? {}) as Partial<Normalization>;
  const fits = [mean, std].every((values) => isNumbers(values) && values.length === channels);
  if (!fits || std!.some((value) => value <= 0)) {
    throw damaged(`normalization must have a mean and a std above 0 for each of ${channels} channels`);
  }
  return { mean: mean!, std: std! };
}

function parsed(metadata: { readonly [key: string]: string }, key: string): unknown {
  try {
    return JSON.parse(metadata[key] ?? "");
  } catch {
    throw damaged(`${key} must be JSON`);
  }
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => typeof item === "number" && Number.isFinite(item));
}

function damaged(required: string): LabError {
  return new LabError("saved-weights-damaged", `The metadata of these saved weights does not fit: ${required}.`);
}
