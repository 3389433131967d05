import { floatTensor } from "../../core/tensor.ts";
import { defineUnary, type UnaryOp } from "./elementwise.ts";
import { spread } from "./samples.ts";

/**
 * sign: minus one, zero or one, elementwise.
 *   y = -1, 0 or 1 where x is below, at or above 0;  the gradient is zero
 * x: float, any shape; y: same shape. Source: ONNX operator Sign.
 */
export const sign: UnaryOp = defineUnary({
  name: "sign",
  of: Math.sign,
  onnx: "Sign",
  samples: [
    { inputs: [spread([2, 3], -2, 2)] },
    { inputs: [floatTensor([3], [0, -0, 1e-30])], skip: { gradient: "it jumps at 0" } },
  ],
});
