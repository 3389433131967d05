import { defineUnary, type UnaryOp } from "./elementwise.ts";
import { spread } from "./samples.ts";

/**
 * arcsin: the inverse sine, in radians, elementwise.
 *   y = asin x, |x| <= 1;  dy/dx = 1 / sqrt(1 - x^2)
 * x: float, any shape; y: same shape. Source: ONNX operator Asin.
 */
export const arcsin: UnaryOp = defineUnary({
  name: "arcsin",
  of: Math.asin,
  slope: (b, x) => b.reciprocal(b.sqrt(b.sub(b.scalar(1), b.square(x)))),
  onnx: "Asin",
  samples: [{ inputs: [spread([2, 3], -0.9, 0.9)] }],
});
