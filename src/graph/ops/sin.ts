import { defineUnary, type UnaryOp } from "./elementwise.ts";
import { spread } from "./samples.ts";

/**
 * sin: the sine of radians, elementwise.
 *   y = sin x;  dy/dx = cos x
 * x: float, any shape; y: same shape. Source: ONNX operator Sin.
 */
export const sin: UnaryOp = defineUnary({
  name: "sin",
  of: Math.sin,
  slope: (b, x) => b.cos(x),
  onnx: "Sin",
  samples: [{ inputs: [spread([2, 3], -3, 3)] }],
});
