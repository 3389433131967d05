import { scalar } from "../../core/tensor.ts";
import { defineUnary, type UnaryOp } from "./elementwise.ts";
import { spread } from "./samples.ts";

/**
 * expm1: the exponential less one, exact near 0, elementwise.
 *   y = e^x - 1;  dy/dx = e^x
 * x: float, any shape; y: same shape. Source: NumPy expm1.
 */
export const expm1: UnaryOp = defineUnary({
  name: "expm1",
  of: Math.expm1,
  slope: (b, x) => b.exp(x),
  onnx: (m, [x]) => {
    // e^x - 1 = tanh(x / 2) (e^x + 1): no difference of nearly equal numbers
    const half = m.node("Tanh", [m.node("Mul", [x!, m.constant(scalar(0.5))])]);
    return m.node("Mul", [half, m.node("Add", [m.node("Exp", [x!]), m.constant(scalar(1))])]);
  },
  samples: [{ inputs: [spread([2, 3], -3, 3)] }, { inputs: [spread([2, 3], -1e-5, 1e-5)] }],
});
