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

/**
 * reduceMax: the largest element along axes (all of them by default).
 *   y = max over `axes` of x;  dy/dx = 1 where x = y, else 0
 * Elements that tie for the largest each get the whole gradient, undivided: the fast form, and what pooling wants.
 * x: float, any shape; y: without those axes, or with extent 1 there (keepDims).
 * Errors: `axis-out-of-range`, `axis-repeated`. Source: ONNX operator ReduceMax. Deviation: PyTorch's amax divides ties.
 */
export const reduceMax: Op<["x"], ReduceAttrs> = defineOp<["x"], ReduceAttrs>({
  name: "reduceMax",
  inputs: { x: "float" },
  result: ([x], attrs) => reducedType("reduceMax", x!, attrs),
  evaluate: ([x], attrs) => fold("reduceMax", x!, { attrs, initial: -Infinity, join: Math.max }),
  gradient: (b, { inputs: [x], y, g, attrs: { axes } }) => {
    const largest = b.equal(x!, restoreAxes(b, y, { x: x!, axes, op: "reduceMax" }));
    return [b.mul(restoreAxes(b, g, { x: x!, axes, op: "reduceMax" }), mask(b, largest))];
  },
  onnx: (m, [x], attrs, { inputs }) => emitReduce(m, "ReduceMax", { x: x!, like: inputs[0]!, attrs }),
  samples: reduceSamples,
  rejects: reduceRejects,
});
