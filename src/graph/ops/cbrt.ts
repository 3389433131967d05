import { scalar } from "../../core/tensor.ts";
import { defineUnary, type UnaryOp } from "./elementwise.ts";
import { spread } from "./samples.ts";
import { emitSign } from "./sign.ts";

/**
 * cbrt: the real cube root, elementwise.
 *   y = x^(1/3), of the sign of x;  dy/dx = 1 / (3 y^2)
 * x: float, any shape; y: same shape. Source: NumPy cbrt.
 */
export const cbrt: UnaryOp = defineUnary({
  name: "cbrt",
  of: Math.cbrt,
  slope: (b, _, y) => b.div(b.scalar(1 / 3), b.square(y)),
  onnx: (m, [x]) => m.node("Mul", [emitSign(m, x!), m.node("Pow", [m.node("Abs", [x!]), m.constant(scalar(1 / 3))])]),
  samples: [{ inputs: [spread([2, 3], -3, 3)] }],
});
