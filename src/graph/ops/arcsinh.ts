import { defineUnary, type UnaryOp } from "./elementwise.ts";
import { spread } from "./samples.ts";

/**
 * arcsinh: the inverse hyperbolic sine, elementwise.
 *   y = asinh x;  dy/dx = 1 / sqrt(x^2 + 1)
 * x: float, any shape; y: same shape. Source: ONNX operator Asinh.
 */
export const arcsinh: UnaryOp = defineUnary({
  name: "arcsinh",
  of: Math.asinh,
  slope: (b, x) => b.reciprocal(b.sqrt(b.add(b.square(x), b.scalar(1)))),
  onnx: "Asinh",
  samples: [{ inputs: [spread([2, 3], -3, 3)] }],
});
