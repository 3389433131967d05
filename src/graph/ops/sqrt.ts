import { defineUnary, type UnaryOp } from "./elementwise.ts";
import { spread } from "./samples.ts";

/**
 * sqrt: the square root, elementwise.
 *   y = sqrt(x), x >= 0;  dy/dx = 1 / (2 y)
 * x: float, any shape; y: same shape. Source: ONNX operator Sqrt.
 */
export const sqrt: UnaryOp = defineUnary({
  name: "sqrt",
  of: Math.sqrt,
  slope: (b, _, y) => b.div(b.scalar(0.5), y),
  onnx: "Sqrt",
  samples: [{ inputs: [spread([2, 3], 0.1, 4)] }],
});
