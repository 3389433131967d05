import { defineUnary, type UnaryOp } from "./elementwise.ts";
import { spread } from "./samples.ts";

/**
 * neg: the negative, elementwise.
 *   y = -x
 * x: float, any shape; y: same shape. Source: ONNX operator Neg.
 */
export const neg: UnaryOp = defineUnary({
  name: "neg",
  of: (x) => -x,
  slope: (b) => b.scalar(-1),
  onnx: "Neg",
  samples: [{ inputs: [spread([2, 3], -2, 2)] }],
});
