import { defineUnary, type UnaryOp } from "./elementwise.ts";
import { spread } from "./samples.ts";

/**
 * arctan: the inverse tangent, in radians, elementwise.
 *   y = atan x;  dy/dx = 1 / (1 + x^2)
 * x: float, any shape; y: same shape. Source: ONNX operator Atan.
 */
export const arctan: UnaryOp = defineUnary({
  name: "arctan",
  of: Math.atan,
  slope: (b, x) => b.reciprocal(b.add(b.scalar(1), b.square(x))),
  onnx: "Atan",
  samples: [{ inputs: [spread([2, 3], -3, 3)] }],
});
