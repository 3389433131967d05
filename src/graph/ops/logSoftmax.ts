import { floatTensor } from "../../core/tensor.ts";
import { axisOf } from "./axes.ts";
import { defineOp, type Op } from "./op.ts";
import { spread } from "./samples.ts";
import { logProbabilities, mapSlices, type SoftmaxAttrs } from "./softmax.ts";
import { stackAlongAxis } from "./stacked.ts";

/**
 * logSoftmax: the logarithm of softmax, exact where softmax itself would round to 0.
 *   y[i] = x[i] - ln sum_j exp(x[j]);  dx = g - exp(y) sum g
 * x: float, any shape; y: same shape. Errors: `axis-out-of-range`. Source: ONNX operator LogSoftmax.
 */
export const logSoftmax: Op<["x"], SoftmaxAttrs> = defineOp<["x"], SoftmaxAttrs>({
  name: "logSoftmax",
  inputs: { x: "float" },
  result: ([x], { axis = -1 }) => {
    axisOf("logSoftmax", axis, x!.shape);
    return { dtype: "float", shape: x!.shape };
  },
  evaluate: ([x], { axis = -1 }) => mapSlices(x!, axisOf("logSoftmax", axis, x!.shape), logProbabilities),
  gradient: (b, { y, g, attrs: { axis = -1 } }) => {
    const total = b.sum(g, { axes: [axis], keepDims: true });
    return [b.sub(g, b.mul(b.exp(y), total))];
  },
  stack: stackAlongAxis("logSoftmax"),
  onnx: (m, [x], { axis = -1 }) => m.node("LogSoftmax", [x!], { axis }),
  samples: [
    { inputs: [spread([3, 5])] },
    { inputs: [spread([2, 3, 4])], attrs: { axis: 1 } },
    { inputs: [floatTensor([1, 3], [1e3, 0, -1e3])], skip: { gradient: "float64 steps are lost at 1e3" } },
    {
      inputs: [floatTensor([2, 3, 9], new Float64Array(54).fill(1e9))], // equal scores: log(1/3), however huge
      attrs: { axis: 1 },
      skip: { gradient: "float64 steps are lost at 1e9" },
    },
    {
      inputs: [floatTensor([2, 9], new Float64Array(18).fill(1e9))],
      skip: { gradient: "float64 steps are lost at 1e9" },
    },
  ],
  rejects: [{ inputs: [spread([3])], attrs: { axis: 2 }, code: "axis-out-of-range" }],
});
