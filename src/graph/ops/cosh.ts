import { defineUnary, type UnaryOp } from "./elementwise.ts";
import { spread } from "./samples.ts";

/**
 * cosh: the hyperbolic cosine, elementwise.
 *   y = cosh x;  dy/dx = sinh x
 * x: float, any shape; y: same shape. Source: ONNX operator Cosh.
 */
export const cosh: UnaryOp = defineUnary({
  name: "cosh",
  of: Math.cosh,
  slope: (b, x) => b.sinh(x),
  onnx: "Cosh",
  samples: [{ inputs: [spread([2, 3], -3, 3)] }],
});
