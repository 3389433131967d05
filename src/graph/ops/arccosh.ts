import { defineUnary, type UnaryOp } from "./elementwise.ts";
import { spread } from "./samples.ts";

/**
 * arccosh: the inverse hyperbolic cosine, elementwise.
 *   y = acosh x, x >= 1;  dy/dx = 1 / sqrt(x^2 - 1)
 * x: float, any shape; y: same shape. Source: ONNX operator Acosh.
 */
export const arccosh: UnaryOp = defineUnary({
  name: "arccosh",
  of: Math.acosh,
  slope: (b, x) => b.reciprocal(b.sqrt(b.sub(b.square(x), b.scalar(1)))),
  onnx: "Acosh",
  samples: [{ inputs: [spread([2, 3], 1.2, 4)] }],
});
