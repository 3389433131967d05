import { defineUnary, type UnaryOp } from "./elementwise.ts";
import { spread } from "./samples.ts";

/**
 * sinh: the hyperbolic sine, elementwise.
 *   y = sinh x;  dy/dx = cosh x
 * x: float, any shape; y: same shape. Source: ONNX operator Sinh.
 */
export const sinh: UnaryOp = defineUnary({
  name: "sinh",
  of: Math.sinh,
  slope: (b, x) => b.cosh(x),
  onnx: "Sinh",
  samples: [{ inputs: [spread([2, 3], -3, 3)] }],
});
