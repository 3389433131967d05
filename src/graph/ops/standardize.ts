import { floatTensor, sizeOf, type Tensor, zeros } from "../../core/tensor.ts";
import { defineOp, type OnnxEmitter, type Op } from "./op.ts";
import { spread } from "./samples.ts";
import { stackRows } from "./stacked.ts";

/** Attribute of `standardize` and `inverseDeviation`: what is added to the variance. */
export type StandardizeAttrs = { readonly epsilon: number };

/**
 * standardize: each row along the last axis to mean 0 and variance 1.
 *   y = (x - mean x) r, r = 1 / sqrt(variance x + epsilon);  dx = r (g - mean g - y mean(g y))
 * x: float [.., n]; y: same shape. One pass, and nothing but y and r is kept for the gradient.
 * Source: Ba, Kiros & Hinton 2016, arXiv:1607.06450, without scale and shift; ONNX operator LayerNormalization.
 */
export const standardize: Op<["x"], StandardizeAttrs> = defineOp<["x"], StandardizeAttrs>({
  name: "standardize",
  inputs: { x: "float" },
  result: ([x]) => ({ dtype: "float", shape: x!.shape }),
  evaluate: ([x], { epsilon }) => {
    const y = zeros("float", x!.shape);
    for (const { from, mean, scale, size } of rowsOf(x!, epsilon)) {
      for (let i = from; i < from + size; i++) y.data[i] = (x!.data[i]! - mean) * scale;
    }
    return y;
  },
  gradient: (b, { inputs: [x], y, g, attrs }) => {
    const along = { axes: [-1], keepDims: true };
    const centred = b.sub(g, b.mean(g, along));
    return [b.mul(b.sub(centred, b.mul(y, b.mean(b.mul(g, y), along))), b.inverseDeviation(x!, attrs))];
  },
  stack: stackRows("standardize"),
  onnx: (m, [x], attrs, { inputs }) => normalization(m, x!, { attrs, size: inputs[0]!.shape.at(-1)! })[0]!,
  samples: [
    { inputs: [spread([3, 5])], attrs: { epsilon: 1e-6 } },
    { inputs: [spread([2, 3, 4], -1, 3)], attrs: { epsilon: 1e-2 } },
  ],
});

/** `LayerNormalization` without shift: its result, the mean and the inverse deviation. Equal calls are one node. */
export function normalization(
  m: OnnxEmitter,
  x: string,
  { attrs, size }: { readonly attrs: StandardizeAttrs; readonly size: number },
): readonly string[] {
  const ones = m.constant(floatTensor([size], new Array<number>(size).fill(1)));
  return m.nodes("LayerNormalization", [x, ones], 3, { axis: -1, epsilon: { float: attrs.epsilon } });
}

/** Of each row: where it begins, its size, its mean and 1 / sqrt(variance + epsilon). */
export function rowsOf(x: Tensor, epsilon: number) {
  const size = x.shape.at(-1)!;
  return Array.from({ length: sizeOf(x.shape) / size }, (_, row) => {
    const values = Array.from(x.data.subarray(row * size, (row + 1) * size));
    const mean = values.reduce((sum, value) => sum + value, 0) / size;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / size;
    return { from: row * size, size, mean, scale: 1 / Math.sqrt(variance + epsilon) };
  });
}
