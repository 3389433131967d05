import { sizeOf } from "../../core/tensor.ts";
import { mapUnary } from "./elementwise.ts";
import { defineOp, type Op } from "./op.ts";
import {
  emitReduce,
  fold,
  type ReduceAttrs,
  reducedType,
  reduceRejects,
  reduceSamples,
  restoreAxes,
} from "./reduce.ts";
import { stackReduction } from "./stacked.ts";

/**
 * mean: averages along axes (all of them by default).
 *   y = (sum over `axes` of x) / n, n the number of elements averaged
 * x: float, any shape; y: without those axes, or with extent 1 there (keepDims).
 * Errors: `axis-out-of-range`, `axis-repeated`. Source: ONNX operator ReduceMean.
 */
export const mean: Op<["x"], ReduceAttrs> = defineOp<["x"], ReduceAttrs>({
  name: "mean",
  inputs: { x: "float" },
  result: ([x], attrs) => reducedType("mean", x!, attrs),
  evaluate: ([x], attrs) => {
    const total = fold("mean", x!, { attrs, initial: 0, join: (sum, value) => sum + value });
    const count = x!.data.length / total.data.length;
    return mapUnary(total, (value) => value / count);
  },
  gradient: (b, { inputs: [x], y, g, attrs: { axes } }) => {
    const share = b.mul(g, b.scalar(sizeOf(y.shape) / sizeOf(x!.shape)));
    return [b.broadcastTo(restoreAxes(b, share, { x: x!, axes, op: "mean" }), { shape: x!.shape })];
  },
  stack: stackReduction("mean"),
  onnx: (m, [x], attrs, { inputs }) => emitReduce(m, "ReduceMean", { x: x!, like: inputs[0]!, attrs }),
  samples: reduceSamples,
  rejects: reduceRejects,
});
