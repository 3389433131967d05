import { defineUnary, type UnaryOp } from "./elementwise.ts";
import { spread } from "./samples.ts";

/**
 * arccos: the inverse cosine, in radians, elementwise.
 *   y = acos x, |x| <= 1;  dy/dx = -1 / sqrt(1 - x^2)
 * x: float, any shape; y: same shape. Source: ONNX operator Acos.
 */
export const arccos: UnaryOp = defineUnary({
  name: "arccos",
  of: Math.acos,
  slope: (b, x) => b.div(b.scalar(-1), b.sqrt(b.sub(b.scalar(1), b.square(x)))),
  onnx: "Acos",
  samples: [{ inputs: [spread([2, 3], -0.9, 0.9)] }],
});
