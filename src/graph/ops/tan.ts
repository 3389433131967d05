import { defineUnary, type UnaryOp } from "./elementwise.ts";
import { spread } from "./samples.ts";

/**
 * tan: the tangent of radians, elementwise.
 *   y = tan x;  dy/dx = 1 + y^2
 * x: float, any shape; y: same shape. Source: ONNX operator Tan.
 */
export const tan: UnaryOp = defineUnary({
  name: "tan",
  of: Math.tan,
  slope: (b, _, y) => b.add(b.scalar(1), b.square(y)),
  onnx: "Tan",
  samples: [{ inputs: [spread([2, 3], -1.2, 1.2)] }],
});
