import { defineUnary, type UnaryOp } from "./elementwise.ts";
import { spread } from "./samples.ts";

/** 1 / (1 + exp(-x)), without overflow. */
export function logistic(x: number): number {
  const small = Math.exp(-Math.abs(x));
  return (x < 0 ? small : 1) / (1 + small);
}

/**
 * sigmoid: the logistic function, elementwise.
 *   y = 1 / (1 + exp(-x));  dy/dx = y (1 - y)
 * x: float, any shape; y: same shape. Source: ONNX operator Sigmoid.
 */
export const sigmoid: UnaryOp = defineUnary({
  name: "sigmoid",
  of: logistic,
  slope: (b, _, y) => b.mul(y, b.sub(b.scalar(1), y)),
  onnx: "Sigmoid",
  samples: [{ inputs: [spread([2, 5], -3, 3)] }, { inputs: [spread([6], -30, 30)] }],
});
