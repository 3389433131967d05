import { floatTensor } from "../../core/tensor.ts";
import { defineUnary, type UnaryOp } from "./elementwise.ts";
import { spread } from "./samples.ts";

/**
 * positive: one where x is above 0, else zero; the slope of relu.
 *   y = 1 where x > 0, else 0;  the gradient is zero
 * x: float, any shape; y: same shape. Deviation: in a session, x below 2^-126 (subnormal) gives a fraction.
 * Source: ONNX operator HardSigmoid, max(0, min(1, alpha x)), steep enough to be a step: one vectorised pass, where
 * Greater and Cast take two and Sign is four times slower on the CPU.
 */
export const positive: UnaryOp = defineUnary({
  name: "positive",
  of: (x) => (x > 0 ? 1 : 0),
  onnx: (m, [x]) => m.node("HardSigmoid", [x!], { alpha: { float: 2 ** 127 }, beta: { float: 0 } }),
  samples: [
    { inputs: [spread([2, 3], -2, 2)] },
    { inputs: [floatTensor([4], [0, -0, 1e-30, -1e-30])], skip: { gradient: "it jumps at 0" } },
  ],
});
