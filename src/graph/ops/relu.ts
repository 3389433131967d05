import { defineUnary, type UnaryOp } from "./elementwise.ts";
import { spread } from "./samples.ts";

/**
 * relu: the positive part, elementwise.
 *   y = max(x, 0);  dy/dx = 1 where y > 0, else 0 (also at 0)
 * x: float, any shape; y: same shape. The slope reads y, so that x need not be kept.
 * Source: ONNX operator Relu.
 */
export const relu: UnaryOp = defineUnary({
  name: "relu",
  of: (x) => Math.max(x, 0),
  slope: (b, _, y) => b.positive(y),
  onnx: "Relu",
  samples: [{ inputs: [spread([2, 3], -2, 2)] }],
});
