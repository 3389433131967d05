/**
 * What networks over patches share: an image as rows of patches, layer normalization and dense layers on rows.
 *
 * Rows are `[batch * tokens, width]`, so that every dense layer is one matrix product. Names as in timm.
 */
import { LabError } from "../../core/errors.ts";
import type { TensorType } from "../../core/tensor.ts";
import type { Ops } from "../../graph/builder.ts";
import type { ForwardContext, Model, ParameterSpec } from "../model.ts";

const epsilon = 1e-6;
const deviation = 0.02;

/** How an image is cut. */
export interface PatchSizes {
  readonly input: Model["input"];
  /** Pixels along a patch's side. */
  readonly patch: number;
  readonly width: number;
}

/** Patches of an image. Errors: `image-not-in-patches` where they do not fill it. */
export function patchCount({ input: [, height, width], patch }: Omit<PatchSizes, "width">): number {
  if (height % patch === 0 && width % patch === 0) return (height / patch) * (width / patch);
  throw new LabError(
    "image-not-in-patches",
    `Images of ${height} × ${width} pixels do not divide into patches of ${patch} × ${patch}; choose a model with smaller patches or other images.`,
  );
}

/** The convolution that embeds patches, with PyTorch's default start. */
export function patchParameters(
  name: string,
  { input: [channels], patch, width }: PatchSizes,
): readonly ParameterSpec[] {
  const limit = 1 / Math.sqrt(channels * patch * patch);
  return [
    { name: `${name}.weight`, shape: [width, channels, patch, patch], initializer: { kind: "uniform", limit } },
    { name: `${name}.bias`, shape: [width], initializer: { kind: "uniform", limit } },
  ];
}

/** x `[channels * height * width, batch]`; returns embedded patches, `[batch * patches, width]`, row by row of the image. */
export function embedPatches<V extends TensorType>(
  ops: Ops<V>,
  x: V,
  { sizes, name, context }: { readonly sizes: PatchSizes; readonly name: string; readonly context: ForwardContext<V> },
): V {
  const [channels, height, width] = sizes.input;
  const { patch } = sizes;
  const grid = { rows: height / patch, columns: width / patch };
  const batch = x.shape[1]!;
  const cut = ops.reshape(x, { shape: [channels, grid.rows, patch, grid.columns, patch, batch] });
  const patches = ops.transpose(cut, { perm: [5, 1, 3, 0, 2, 4] }); // [batch, rows, columns, channels, patch, patch]
  const pixels = channels * patch * patch;
  const rows = ops.reshape(patches, { shape: [batch * grid.rows * grid.columns, pixels] });
  const weight = ops.reshape(context.parameter(`${name}.weight`), { shape: [sizes.width, pixels] });
  return ops.add(ops.matmul(rows, weight, { transB: true }), context.parameter(`${name}.bias`));
}

/** Scale and shift of a layer normalization. */
export function layerNormParameters(name: string, width: number): readonly ParameterSpec[] {
  return [
    { name: `${name}.weight`, shape: [width], initializer: { kind: "ones" } },
    { name: `${name}.bias`, shape: [width], initializer: { kind: "zeros" } },
  ];
}

/** (x - mean) / sqrt(variance + 1e-6) * weight + bias over the last axis. Source: Ba, Kiros & Hinton 2016, arXiv:1607.06450. */
export function layerNorm<V extends TensorType>(ops: Ops<V>, x: V, context: ForwardContext<V>, name: string): V {
  const scaled = ops.mul(ops.standardize(x, { epsilon }), context.parameter(`${name}.weight`));
  return ops.add(scaled, context.parameter(`${name}.bias`));
}

/** A dense layer, weights N(0, 0.02²). */
export function denseParameters(
  name: string,
  { from, to }: { readonly from: number; readonly to: number },
): readonly ParameterSpec[] {
  return [
    { name: `${name}.weight`, shape: [to, from], initializer: { kind: "normal", deviation } },
    { name: `${name}.bias`, shape: [to], initializer: { kind: "zeros" } },
  ];
}

/** x weight' + bias on rows: x `[n, from]`, returns `[n, to]`. */
export function dense<V extends TensorType>(ops: Ops<V>, x: V, context: ForwardContext<V>, name: string): V {
  const product = ops.matmul(x, context.parameter(`${name}.weight`), { transB: true });
  return ops.add(product, context.parameter(`${name}.bias`));
}

/** A perceptron of one hidden layer on rows, `fc1` and `fc2`. */
export function perceptron<V extends TensorType>(ops: Ops<V>, x: V, context: ForwardContext<V>, name: string): V {
  return dense(ops, ops.gelu(dense(ops, x, context, `${name}.fc1`)), context, `${name}.fc2`);
}

/** The head on features `[batch, width]`: logits `[classes, batch]`. */
export function head<V extends TensorType>(ops: Ops<V>, features: V, context: ForwardContext<V>): V {
  const logits = ops.matmul(context.parameter("head.weight"), features, { transB: true });
  return ops.add(logits, ops.reshape(context.parameter("head.bias"), { shape: [logits.shape[0]!, 1] }));
}

/** Layer of a parameter: 0 before the blocks, then one for each, the last of which has the final norm, then the head. */
export function tokenLayerOf(parameter: string, depth: number): number {
  const block = /^blocks\.(\d+)\./.exec(parameter)?.[1];
  if (block !== undefined) return Number(block) + 1;
  if (parameter.startsWith("head.")) return depth + 1;
  return parameter.startsWith("norm.") ? depth : 0;
}
