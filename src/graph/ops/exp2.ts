import { scalar } from "../../core/tensor.ts";
import { defineUnary, type UnaryOp } from "./elementwise.ts";
import { spread } from "./samples.ts";

/**
 * exp2: two to the power, elementwise.
 *   y = 2^x;  dy/dx = y ln 2
 * x: float, any shape; y: same shape. Source: NumPy exp2.
 */
export const exp2: UnaryOp = defineUnary({
  name: "exp2",
  of: (x) => 2 ** x,
  slope: (b, _, y) => b.mul(y, b.scalar(Math.LN2)),
  onnx: (m, [x]) => m.node("Exp", [m.node("Mul", [x!, m.constant(scalar(Math.LN2))])]),
  samples: [{ inputs: [spread([2, 3], -3, 3)] }],
});
