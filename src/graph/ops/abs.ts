import { defineUnary, type UnaryOp } from "./elementwise.ts";
import { spread } from "./samples.ts";

/**
 * abs: the absolute value, elementwise.
 *   y = |x|;  dy/dx = sign x, zero at 0
 * x: float, any shape; y: same shape. Source: ONNX operator Abs.
 */
export const abs: UnaryOp = defineUnary({
  name: "abs",
  of: Math.abs,
  slope: (b, x) => b.sign(x),
  onnx: "Abs",
  samples: [{ inputs: [spread([2, 3], -2, 2)] }],
});
