import { floatTensor } from "../../core/tensor.ts";
import { defineUnary, type UnaryOp } from "./elementwise.ts";
import { spread } from "./samples.ts";

/**
 * floor: the largest whole number that is not above x, elementwise.
 *   y = max { n whole : n <= x };  the gradient is zero
 * x: float, any shape; y: same shape. Source: ONNX operator Floor.
 */
export const floor: UnaryOp = defineUnary({
  name: "floor",
  of: Math.floor,
  onnx: "Floor",
  samples: [
    { inputs: [spread([2, 3], -2.4, 2.3)] },
    { inputs: [floatTensor([5], [0, -0, 3, -2.5, 1e10])], skip: { gradient: "it jumps at whole numbers" } },
  ],
});
