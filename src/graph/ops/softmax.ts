import { floatTensor, type Tensor, zeros } from "../../core/tensor.ts";
import { around, axisOf } from "./axes.ts";
import { defineOp, type Op } from "./op.ts";
import { spread } from "./samples.ts";
import { stackAlongAxis } from "./stacked.ts";

/** Attributes of `softmax` and `logSoftmax`; the last axis when absent. */
export type SoftmaxAttrs = { readonly axis?: number };

/**
 * softmax: turns scores into probabilities along one axis.
 *   y[i] = exp(x[i] - max x) / sum_j exp(x[j] - max x);  dx = y (g - sum g y)
 * x: float, any shape; y: same shape, each slice along `axis` sums to 1. Subtracting the maximum changes nothing and
 * prevents overflow. Errors: `axis-out-of-range`. Source: ONNX operator Softmax.
 */
export const softmax: Op<["x"], SoftmaxAttrs> = defineOp<["x"], SoftmaxAttrs>({
  name: "softmax",
  inputs: { x: "float" },
  result: ([x], { axis = -1 }) => {
    axisOf("softmax", axis, x!.shape);
    return { dtype: "float", shape: x!.shape };
  },
  evaluate: ([x], { axis = -1 }) =>
    mapSlices(x!, axisOf("softmax", axis, x!.shape), (scores) => logProbabilities(scores).map(Math.exp)),
  gradient: (b, { y, g, attrs: { axis = -1 } }) => {
    const total = b.sum(b.mul(g, y), { axes: [axis], keepDims: true });
    return [b.mul(y, b.sub(g, total))];
  },
  stack: stackAlongAxis("softmax"),
  onnx: (m, [x], { axis = -1 }) => m.node("Softmax", [x!], { axis }),
  samples: [
    { inputs: [spread([3, 5])] },
    { inputs: [spread([2, 3, 4])], attrs: { axis: 1 } },
    { inputs: [spread([4, 2])], attrs: { axis: 0 } },
    { inputs: [floatTensor([1, 4], [1e4, 1e4, 1e4, 1e4])], skip: { gradient: "float64 steps are lost at 1e4" } },
  ],
  rejects: [{ inputs: [spread([3])], attrs: { axis: 2 }, code: "axis-out-of-range" }],
});

/** Applies `f` to each slice along an axis. */
export function mapSlices(x: Tensor, axis: number, f: (slice: Float64Array) => Float64Array): Tensor {
  const { outer, extent, inner } = around(x.shape, axis);
  const y = zeros("float", x.shape);
  const buffer = new Float64Array(extent);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const at = (k: number): number => (o * extent + k) * inner + i;
      for (let k = 0; k < extent; k++) buffer[k] = x.data[at(k)]!;
      f(buffer).forEach((value, k) => {
        y.data[at(k)] = value;
      });
    }
  }
  return y;
}

/** ln softmax(x). The largest is taken off first: beside a huge score, the logarithm of the sum would be lost. */
export function logProbabilities(scores: Float64Array): Float64Array {
  const largest = scores.reduce((a, b) => Math.max(a, b), -Infinity);
  const below = scores.map((score) => score - largest);
  const logTotal = Math.log(below.reduce((sum, difference) => sum + Math.exp(difference), 0));
  return below.map((difference) => difference - logTotal);
}
