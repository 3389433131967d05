/**
 * tanh: hyperbolic tangent, elementwise.
 *   y = tanh(x);  dy/dx = 1 - y^2
 * x: float, any shape; y: same shape. Source: ONNX operator Tanh.
 */
import { floatTensor } from "../../core/tensor.ts";
import { defineOp, type Op } from "./op.ts";
import { mapUnary } from "./elementwise.ts";

export const tanh: Op<["x"], Record<never, never>> = defineOp({
  name: "tanh",
  inputs: { x: "float" },
  result: ([x]) => x!,
  evaluate: ([x]) => mapUnary(x!, Math.tanh),
  gradient: (b, { y, g }) => [b.mul(g, b.sub(b.scalar(1), b.mul(y, y)))],
  onnx: (m, [x]) => m.node("Tanh", [x!]),
  samples: [{ inputs: [floatTensor([2, 3], [-2, -0.5, 0, 0.25, 1, 3])] }],
});
