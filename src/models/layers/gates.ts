/**
 * Smooth gates.
 */
import type { TensorType } from "../../core/tensor.ts";
import type { Ops } from "../../graph/builder.ts";

/** 1 / (1 + exp(-x)) = (tanh(x / 2) + 1) / 2, elementwise. */
export function sigmoid<V extends TensorType>(ops: Ops<V>, x: V): V {
  const half = ops.scalar(0.5);
  return ops.add(ops.mul(ops.tanh(ops.mul(x, half)), half), half);
}

/** x sigmoid(x), elementwise. Source: Elfwing, Uchibe & Doya 2017, arXiv:1702.03118. */
export function silu<V extends TensorType>(ops: Ops<V>, x: V): V {
  return ops.mul(x, sigmoid(ops, x));
}
