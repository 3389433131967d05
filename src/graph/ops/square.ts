import { defineUnary, type UnaryOp } from "./elementwise.ts";
import { spread } from "./samples.ts";

/**
 * square: the square, elementwise.
 *   y = x x;  dy/dx = 2 x
 * x: float, any shape; y: same shape. Source: NumPy square.
 */
export const square: UnaryOp = defineUnary({
  name: "square",
  of: (x) => x * x,
  slope: (b, x) => b.mul(b.scalar(2), x),
  onnx: (m, [x]) => m.node("Mul", [x!, x!]),
  samples: [{ inputs: [spread([2, 3], -2, 2)] }],
});
