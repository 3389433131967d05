import { scalar } from "../../core/tensor.ts";
import { defineUnary, type UnaryOp } from "./elementwise.ts";
import { spread } from "./samples.ts";

/**
 * log1p: the logarithm of one more, exact near 0, elementwise.
 *   y = ln(1 + x), x > -1;  dy/dx = 1 / (1 + x)
 * x: float, any shape; y: same shape. Source: NumPy log1p; the compensated form is Kahan's.
 */
export const log1p: UnaryOp = defineUnary({
  name: "log1p",
  of: Math.log1p,
  slope: (b, x) => b.reciprocal(b.add(b.scalar(1), x)),
  onnx: (m, [x]) => {
    const one = m.constant(scalar(1));
    const sum = m.node("Add", [x!, one]);
    const rounded = m.node("Sub", [sum, one]); // what was really added; 0 where x is lost in the sum
    const scaled = m.node("Mul", [m.node("Log", [sum]), m.node("Div", [x!, rounded])]);
    return m.node("Where", [m.node("Equal", [rounded, m.constant(scalar(0))]), x!, scaled]);
  },
  samples: [
    { inputs: [spread([2, 3], -0.9, 3)] },
    { inputs: [spread([2, 3], -1e-5, 1e-5)] },
    { inputs: [spread([3], -1e-9, 1e-9)], skip: { gradient: "steps of the check exceed the values" } },
  ],
});
