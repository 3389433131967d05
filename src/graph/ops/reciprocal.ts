import { defineUnary, type UnaryOp } from "./elementwise.ts";
import { spread } from "./samples.ts";

/**
 * reciprocal: one over, elementwise.
 *   y = 1 / x;  dy/dx = -y^2
 * x: float, any shape; y: same shape. Source: ONNX operator Reciprocal.
 */
export const reciprocal: UnaryOp = defineUnary({
  name: "reciprocal",
  of: (x) => 1 / x,
  slope: (b, _, y) => b.neg(b.square(y)),
  onnx: "Reciprocal",
  samples: [{ inputs: [spread([2, 3], 0.3, 3)] }],
});
