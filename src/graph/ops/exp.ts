import { defineUnary, type UnaryOp } from "./elementwise.ts";
import { spread } from "./samples.ts";

/**
 * exp: the exponential, elementwise.
 *   y = e^x;  dy/dx = y
 * x: float, any shape; y: same shape. Source: ONNX operator Exp.
 */
export const exp: UnaryOp = defineUnary({
  name: "exp",
  of: Math.exp,
  slope: (_b, _x, y) => y,
  onnx: "Exp",
  samples: [{ inputs: [spread([2, 3], -3, 3)] }],
});
