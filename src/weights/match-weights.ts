/**
 * Fits the tensors of a file to a model, name by name, and says what was done.
 *
 * What may differ: the head, when its classes do, or when asked; position embeddings of another grid, which are resized; colour
 * weights for grey images, whose channels are summed. Everything else must be there with its shape, and nothing may be left over
 * but a head and what no model here computes with: a deeper network's file would otherwise half fit a shallow one.
 */
import { LabError } from "../core/errors.ts";
import { printable } from "../core/printable.ts";
import { sameShape, showShape, sizeOf, type Tensor } from "../core/tensor.ts";
import type { Model } from "../models/model.ts";
import { allFinite } from "./finite.ts";
import { isFlat, namedTensors } from "./flat-weights.ts";
import { firstConvolutionOf, headOf, patchGridOf } from "./model-sizes.ts";
import { resizePositions } from "./resize-positions.ts";

/** `head`: `auto` takes it where its classes are the model's, `keep` demands that, `replace` never takes it. */
export interface MatchOptions {
  readonly head?: "auto" | "keep" | "replace";
}

/** A tensor of the file that does not fit. */
export interface WrongShape {
  readonly name: string;
  readonly required: readonly number[];
  readonly found: readonly number[];
}

/** What was done with each name. */
export interface MatchReport {
  readonly loaded: readonly string[];
  /** Name of the head where it is left to its own start, else null. */
  readonly replacedHead: string | null;
  /** Position embeddings that were interpolated. */
  readonly resized: readonly string[];
  /** The convolution whose colour channels were summed, else null. */
  readonly greyed: string | null;
  readonly missing: readonly string[];
  readonly wrongShape: readonly WrongShape[];
  /** Tensors with NaN or infinite numbers. */
  readonly notFinite: readonly string[];
  readonly unexpected: readonly string[];
  /** Names that no model here computes with, or a head of another kind. */
  readonly ignored: readonly string[];
}

/** Values by the model's names; what a replaced head would hold is absent. */
export interface MatchedWeights {
  readonly parameters: ReadonlyMap<string, Float32Array>;
  readonly statistics: ReadonlyMap<string, Float32Array>;
  readonly report: MatchReport;
}

/** Matches, or refuses. Errors: `weights-do-not-fit` with the names and the whole report as data. */
export function matchWeights(
  model: Model,
  tensors: ReadonlyMap<string, Tensor>,
  options: MatchOptions = {},
): MatchedWeights {
  const matched = tryMatch(model, tensors, options);
  const fault = faultOf(matched.report);
  if (fault === null) return matched;
  throw new LabError("weights-do-not-fit", `The weights do not fit the model ${model.name}: ${fault}.`, {
    ...matched.report,
  });
}

/** What does not fit, as the end of a sentence; null where all does. */
export function faultOf({ missing, wrongShape, notFinite, unexpected }: MatchReport): string | null {
  const shapes = wrongShape.map(
    ({ name, required, found }) => `${name} is ${showShape(found)}, not ${showShape(required)}`,
  );
  const parts = [
    listed("missing", missing),
    listed("of another shape", shapes),
    listed("with NaN or infinite numbers", notFinite),
    listed("not of this model", unexpected),
  ];
  return parts.filter((part) => part !== null).join("; ") || null;
}

/** As `matchWeights`, but never refuses: for looking at a file. Errors: `weights-do-not-fit` for a checkpoint of other length. */
export function tryMatch(
  model: Model,
  given: ReadonlyMap<string, Tensor>,
  { head = "auto" }: MatchOptions = {},
): MatchedWeights {
  const tensors = isFlat(given) ? namedTensors(model, given) : given;
  const layer = headOf(model);
  const replaces = head === "replace" || (head === "auto" && headDiffers(model, tensors));
  const loaded = { parameters: new Map<string, Float32Array>(), statistics: new Map<string, Float32Array>() };
  const done = { resized: [] as string[], greyed: null as string | null };
  const faults = { missing: [] as string[], wrongShape: [] as WrongShape[], notFinite: [] as string[] };
  const known = new Set<string>();
  for (const kind of ["parameters", "statistics"] as const) {
    for (const { name, shape } of model[kind]) {
      known.add(name);
      if (replaces && name.startsWith(`${layer}.`)) continue;
      const tensor = tensors.get(name);
      const fitted = tensor === undefined ? null : fitTensor(model, { name, shape, tensor });
      if (tensor === undefined) faults.missing.push(name);
      else if (fitted === null) faults.wrongShape.push({ name, required: shape, found: tensor.shape });
      else loaded[kind].set(name, fitted.values);
      if (fitted !== null && !allFinite(fitted.values)) faults.notFinite.push(name);
      if (fitted?.how === "resized") done.resized.push(name);
      if (fitted?.how === "greyed") done.greyed = name;
    }
  }
  const others = [...tensors.keys()].filter((name) => !known.has(name));
  const ignored = others.filter((name) => harmless.test(name));
  return {
    ...loaded,
    report: {
      loaded: [...loaded.parameters.keys(), ...loaded.statistics.keys()],
      replacedHead: replaces ? layer : null,
      ...done,
      ...faults,
      unexpected: others.filter((name) => !harmless.test(name)),
      ignored,
    },
  };
}

/** Counters of PyTorch's normalizations, the layer before the head that Google's checkpoints of ImageNet-21k have, other heads. */
const harmless = /(^|\.)num_batches_tracked$|^pre_logits[./]|^(head|fc|classifier)\.(weight|bias)$/;

/** Whether the file has no head, or one of other classes but of the same features. */
function headDiffers(model: Model, tensors: ReadonlyMap<string, Tensor>): boolean {
  const layer = headOf(model);
  const weight = tensors.get(`${layer}.weight`);
  const bias = tensors.get(`${layer}.bias`);
  if (weight === undefined && bias === undefined) return true;
  const classes = weight?.shape[0] ?? bias?.shape[0];
  return classes !== model.classes;
}

interface Fitted {
  readonly values: Float32Array;
  readonly how: "same" | "resized" | "greyed";
}

/** The values in the model's shape, or null where they cannot be brought to it. */
function fitTensor(
  model: Model,
  { name, shape, tensor }: { readonly name: string; readonly shape: readonly number[]; readonly tensor: Tensor },
): Fitted | null {
  if (sameShape(shape, tensor.shape)) return { values: float32(tensor), how: "same" };
  if (name === "pos_embed") return resized(model, shape, tensor);
  if (name === firstConvolutionOf(model)?.name) return greyed(shape, tensor);
  return null;
}

function resized(model: Model, shape: readonly number[], { shape: given, data }: Tensor): Fitted | null {
  const [, tokens = 0, width = 0] = given;
  const side = Math.sqrt(tokens - 1);
  if (given.length !== 3 || given[0] !== 1 || width !== shape[2] || !Number.isInteger(side) || side < 1) return null;
  const to = patchGridOf(model, firstConvolutionOf(model)!.shape);
  return { values: resizePositions(data, { from: [side, side], to, width, kept: 1 }), how: "resized" };
}

/** Weights `[out, 3, h, w]` summed over the colours for `[out, 1, h, w]`. */
function greyed(shape: readonly number[], { shape: given, data }: Tensor): Fitted | null {
  const [out, channels, height, width] = shape as [number, number, number, number];
  if (channels !== 1 || !sameShape(given, [out, 3, height, width])) return null;
  const taps = height * width;
  const values = new Float32Array(out * taps);
  for (let i = 0; i < values.length; i++) {
    const at = Math.floor(i / taps) * 3 * taps + (i % taps);
    values[i] = data[at]! + data[at + taps]! + data[at + 2 * taps]!;
  }
  return { values, how: "greyed" };
}

function float32({ shape, data }: Tensor): Float32Array {
  return data instanceof Float32Array && data.length === sizeOf(shape) ? data : Float32Array.from(data);
}

/** `missing: a, b, c and 7 more (10)`; null for an empty list. */
function listed(what: string, names: readonly string[]): string | null {
  if (names.length === 0) return null;
  const more = names.length > 4 ? `, … (${names.length} in all)` : "";
  return `${what}: ${names.slice(0, 4).map(shortened).join(", ")}${more}`;
}

/** A name of the file as part of a sentence. */
function shortened(name: string): string {
  return printable(name.length > 200 ? `${name.slice(0, 200)}…` : name);
}
