import { defineUnary, type UnaryOp } from "./elementwise.ts";
import { spread } from "./samples.ts";
import { logistic } from "./sigmoid.ts";

/**
 * silu: the sigmoid linear unit, elementwise.
 *   y = x s with s = sigmoid(x);  dy/dx = s + y (1 - s)
 * x: float, any shape; y: same shape. Nothing but x and y is kept for the gradient. Source: Elfwing, Uchibe & Doya 2017, arXiv:1702.03118.
 */
export const silu: UnaryOp = defineUnary({
  name: "silu",
  of: (x) => x * logistic(x),
  slope: (b, x, y) => {
    const share = b.sigmoid(x);
    return b.add(share, b.mul(y, b.sub(b.scalar(1), share)));
  },
  onnx: (m, [x]) =>
    m.hasFusedOperators
      ? m.node("QuickGelu", [x!], { alpha: { float: 1 } }, "com.microsoft")
      : m.node("Mul", [x!, m.node("Sigmoid", [x!])]),
  samples: [{ inputs: [spread([2, 5], -3, 3)] }, { inputs: [spread([6], -8, 8)] }],
});
