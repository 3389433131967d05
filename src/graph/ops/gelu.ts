import { defineUnary, type UnaryOp } from "./elementwise.ts";
import { errorFunction } from "./erf.ts";
import { spread } from "./samples.ts";

/**
 * gelu: the Gaussian error linear unit, elementwise.
 *   y = x Φ(x) = x (1 + erf(x / sqrt 2)) / 2;  dy/dx = Φ(x) + x φ(x), see `geluSlope`
 * x: float, any shape; y: same shape. Nothing but x is kept for the gradient.
 * Source: Hendrycks & Gimpel 2016, arXiv:1606.08415; ONNX operator Gelu.
 */
export const gelu: UnaryOp = defineUnary({
  name: "gelu",
  of: (x) => 0.5 * x * (1 + errorFunction(x * Math.SQRT1_2)),
  slope: (b, x) => b.geluSlope(x),
  onnx: "Gelu",
  samples: [{ inputs: [spread([2, 5], -3, 3)] }, { inputs: [spread([6], -8, 8)] }],
});
