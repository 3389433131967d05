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
 * sum: adds up along axes (all of them by default).
 *   y = sum over `axes` of x;  every element's gradient is the gradient of its sum
 * x: float or int, any shape; y: without those axes, or with extent 1 there (keepDims).
 * Errors: `axis-out-of-range`, `axis-repeated`. Source: ONNX operator ReduceSum.
 */
export const sum: Op<["x"], ReduceAttrs> = defineOp<["x"], ReduceAttrs>({
  name: "sum",
  inputs: { x: "number" },
  result: ([x], attrs) => reducedType("sum", x!, attrs),
  evaluate: ([x], attrs) => fold("sum", x!, { attrs, initial: 0, join: (total, value) => total + value }),
  gradient: (b, { inputs: [x], g, attrs: { axes } }) => [
    b.broadcastTo(restoreAxes(b, g, { x: x!, axes, op: "sum" }), { shape: x!.shape }),
  ],
  stack: stackReduction("sum"),
  onnx: (m, [x], attrs, { inputs }) => emitReduce(m, "ReduceSum", { x: x!, like: inputs[0]!, attrs }),
  samples: reduceSamples,
  rejects: reduceRejects,
});
