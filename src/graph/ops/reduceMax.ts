import { mask } from "./elementwise.ts";
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
import { stackExtreme } from "./stacked.ts";

/**
 * reduceMax: the largest element along axes (all of them by default).
 *   y = max over `axes` of x;  dy/dx = 1 / n at each of the n elements with x = y, else 0
 * Elements that tie for the largest share the gradient evenly, as in PyTorch's amax; a pool gives it to the first (`maxPool`).
 * x: float, any shape; y: without those axes, or with extent 1 there (keepDims).
 * Errors: `axis-out-of-range`, `axis-repeated`. Source: ONNX operator ReduceMax.
 */
export const reduceMax: Op<["x"], ReduceAttrs> = defineOp<["x"], ReduceAttrs>({
  name: "reduceMax",
  inputs: { x: "float" },
  result: ([x], attrs) => reducedType("reduceMax", x!, attrs),
  evaluate: ([x], attrs) => fold("reduceMax", x!, { attrs, initial: -Infinity, join: Math.max }),
  gradient: (b, { inputs: [x], y, g, attrs: { axes, keepDims = false } }) => {
    const largest = mask(b, b.equal(x!, restoreAxes(b, y, { x: x!, axes, op: "reduceMax" })));
    const each = b.div(g, b.sum(largest, axes === undefined ? {} : { axes, keepDims }));
    return [b.mul(restoreAxes(b, each, { x: x!, axes, op: "reduceMax" }), largest)];
  },
  stack: stackExtreme("reduceMax"),
  onnx: (m, [x], attrs, { inputs }) => emitReduce(m, "ReduceMax", { x: x!, like: inputs[0]!, attrs }),
  samples: reduceSamples,
  rejects: reduceRejects,
});
