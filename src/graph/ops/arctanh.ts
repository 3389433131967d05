import { defineUnary, type UnaryOp } from "./elementwise.ts";
import { spread } from "./samples.ts";

/**
 * arctanh: the inverse hyperbolic tangent, elementwise.
 *   y = atanh x, |x| < 1;  dy/dx = 1 / (1 - x^2)
 * x: float, any shape; y: same shape. Source: ONNX operator Atanh.
 */
export const arctanh: UnaryOp = defineUnary({
  name: "arctanh",
  of: Math.atanh,
  slope: (b, x) => b.reciprocal(b.sub(b.scalar(1), b.square(x))),
  onnx: "Atanh",
  samples: [{ inputs: [spread([2, 3], -0.9, 0.9)] }],
});
