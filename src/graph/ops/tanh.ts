import { defineUnary, type UnaryOp } from "./elementwise.ts";
import { spread } from "./samples.ts";

/**
 * tanh: the hyperbolic tangent, elementwise.
 *   y = tanh x;  dy/dx = 1 - y^2
 * x: float, any shape; y: same shape. Source: ONNX operator Tanh.
 */
export const tanh: UnaryOp = defineUnary({
  name: "tanh",
  of: Math.tanh,
  slope: (b, _, y) => b.sub(b.scalar(1), b.square(y)),
  onnx: "Tanh",
  samples: [{ inputs: [spread([2, 3], -3, 3)] }],
});
