import { defineUnary, type UnaryOp } from "./elementwise.ts";
import { spread } from "./samples.ts";

/**
 * cos: the cosine of radians, elementwise.
 *   y = cos x;  dy/dx = -sin x
 * x: float, any shape; y: same shape. Source: ONNX operator Cos.
 */
export const cos: UnaryOp = defineUnary({
  name: "cos",
  of: Math.cos,
  slope: (b, x) => b.neg(b.sin(x)),
  onnx: "Cos",
  samples: [{ inputs: [spread([2, 3], -3, 3)] }],
});
