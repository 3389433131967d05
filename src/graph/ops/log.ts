import { defineUnary, type UnaryOp } from "./elementwise.ts";
import { spread } from "./samples.ts";

/**
 * log: the natural logarithm, elementwise.
 *   y = ln x, x > 0;  dy/dx = 1 / x
 * x: float, any shape; y: same shape. Source: ONNX operator Log.
 */
export const log: UnaryOp = defineUnary({
  name: "log",
  of: Math.log,
  slope: (b, x) => b.reciprocal(x),
  onnx: "Log",
  samples: [{ inputs: [spread([2, 3], 0.1, 4)] }],
});
