/**
 * A transformer block on rows `[batch * tokens, width]`: attention and a perceptron, each after a layer norm, each added to
 * what it read (pre-norm).
 *
 *   h = x + attention(norm(x));  y = h + relu(norm(h) W1 + b1) W2 + b2
 * Source: Vaswani et al. 2017, arXiv:1706.03762; pre-norm as in Xiong et al. 2020, arXiv:2002.04745.
 * Deviation: one head, so that nothing is transposed; no biases in the projections; ReLU.
 */
import type { TensorType } from "../../core/tensor.ts";
import type { Ops } from "../../graph/builder.ts";
import type { ParameterSpec } from "../../models/model.ts";
import { bias, gain, matrix } from "./dense-parameters.ts";

/** Sizes of a block. */
export interface BlockSizes {
  readonly tokens: number;
  readonly width: number;
  /** Units of the hidden layer of the perceptron. */
  readonly hidden: number;
}

/** Looks up a parameter by its name. */
export type ParameterOf<V> = (name: string) => V;

/** Parameters of the block called `name`. */
export function blockParameters(name: string, { width, hidden }: BlockSizes): readonly ParameterSpec[] {
  return [
    ...normParameters(`${name}.norm1`, width),
    ...["query", "key", "value", "output"].map((part) => matrix(`${name}.${part}`, { from: width, to: width })),
    ...normParameters(`${name}.norm2`, width),
    matrix(`${name}.dense1.weight`, { from: width, to: hidden }),
    bias(`${name}.dense1.bias`, hidden),
    matrix(`${name}.dense2.weight`, { from: hidden, to: width }),
    bias(`${name}.dense2.bias`, width),
  ];
}

/** x: float `[batch * tokens, width]`; returns the same shape. */
export function transformerBlock<V extends TensorType>(
  ops: Ops<V>,
  x: V,
  { name, sizes, parameter }: { readonly name: string; readonly sizes: BlockSizes; readonly parameter: ParameterOf<V> },
): V {
  const part = (suffix: string): V => parameter(`${name}.${suffix}`);
  const read = layerNorm(ops, x, { gain: part("norm1.gain"), bias: part("norm1.bias") });
  const h = ops.add(x, attention(ops, read, { sizes, part }));
  const normed = layerNorm(ops, h, { gain: part("norm2.gain"), bias: part("norm2.bias") });
  const inner = ops.relu(ops.add(ops.matmul(normed, part("dense1.weight")), part("dense1.bias")));
  return ops.add(h, ops.add(ops.matmul(inner, part("dense2.weight")), part("dense2.bias")));
}

/** Parameters of a layer norm. */
export function normParameters(name: string, width: number): readonly ParameterSpec[] {
  return [gain(`${name}.gain`, width), bias(`${name}.bias`, width)];
}

/** (x - mean) / sqrt(variance + 1e-5) * gain + bias over the last axis. Source: Ba, Kiros & Hinton 2016, arXiv:1607.06450. */
export function layerNorm<V extends TensorType>(
  ops: Ops<V>,
  x: V,
  parameters: { readonly gain: V; readonly bias: V },
): V {
  const centred = ops.sub(x, ops.mean(x, { axes: [-1], keepDims: true }));
  const variance = ops.mean(ops.square(centred), { axes: [-1], keepDims: true });
  const scale = ops.reciprocal(ops.sqrt(ops.add(variance, ops.scalar(1e-5)))); // [rows, 1]
  return ops.add(ops.mul(ops.mul(centred, scale), parameters.gain), parameters.bias);
}

/** softmax(q k' / sqrt(width)) v, then the output projection. */
function attention<V extends TensorType>(
  ops: Ops<V>,
  x: V,
  { sizes, part }: { readonly sizes: BlockSizes; readonly part: ParameterOf<V> },
): V {
  const { tokens, width } = sizes;
  const rows = x.shape[0]!;
  const project = (name: string): V =>
    ops.reshape(ops.matmul(x, part(name)), { shape: [rows / tokens, tokens, width] });
  const products = ops.matmul(project("query"), project("key"), { transB: true }); // [batch, tokens, tokens]
  const scores = ops.mul(products, ops.scalar(1 / Math.sqrt(width)));
  const mixed = ops.matmul(ops.softmax(scores, { axis: -1 }), project("value"));
  return ops.matmul(ops.reshape(mixed, { shape: [rows, width] }), part("output"));
}
