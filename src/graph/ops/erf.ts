import { defineUnary, type UnaryOp } from "./elementwise.ts";
import { spread } from "./samples.ts";

/**
 * erf: the error function, elementwise.
 *   y = 2 / sqrt(pi) * integral of exp(-t^2) from 0 to x;  dy/dx = 2 / sqrt(pi) exp(-x^2)
 * x: float, any shape; y: same shape. Source: ONNX operator Erf; Abramowitz & Stegun 1964, 7.1.6 and 7.1.14.
 */
export const erf: UnaryOp = defineUnary({
  name: "erf",
  of: errorFunction,
  slope: (b, x) => b.mul(b.scalar(2 / Math.sqrt(Math.PI)), b.exp(b.neg(b.square(x)))),
  onnx: "Erf",
  samples: [{ inputs: [spread([2, 5], -2.5, 2.5)] }, { inputs: [spread([6], -7, 7)] }],
});

/** erf to about 1e-15: a series near 0, a continued fraction far from it. */
export function errorFunction(x: number): number {
  const size = Math.abs(x);
  if (Number.isNaN(x)) return x;
  if (size > 6) return Math.sign(x);
  const factor = Math.exp(-x * x) / Math.sqrt(Math.PI);
  return size < 2.5 ? factor * series(x) : Math.sign(x) * (1 - factor * fraction(size));
}

/** sum over n of 2^(n + 1) x^(2n + 1) / (1 · 3 · … · (2n + 1)), all terms of one sign. */
function series(x: number): number {
  let term = 2 * x;
  let sum = term;
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return sum;
}

/** 1 / (x + (1/2) / (x + (2/2) / (x + (3/2) / (x + …)))) */
function fraction(x: number): number {
  let value = x;
  for (let n = 80; n >= 1; n--) value = x + n / 2 / value;
  return 1 / value;
}
