import { separable, signOf } from "../elementwise.ts";
import type { KFunction } from "../k-function.ts";
import { momentumScale } from "../training-form.ts";

/** Nothing is outside. */
const everywhere = Number.POSITIVE_INFINITY;

/** soft: half the squares of soft-thresholded magnitudes. */
export const soft: KFunction = {
  name: "soft",
  formula: "sum max(|m_i| - e, 0)^2 / 2",
  conjugateFormula: "e |z|_1 + |z|_2^2 / 2",
  effect: "elastic net: + e |x|_1 + lambda |x|_2^2 / 2",
  source: "Tibshirani 1996 (soft thresholding); Zou & Hastie 2005 (elastic net)",
  parameters: {
    e: { kind: "number", about: "threshold of the soft thresholding", default: 0.1, min: 0, minOpen: true },
  },

  smooth: true,
  homogeneous: false,
  even: true,
  training: { rate: 0.1, program: ["pull = sign(c) * max(abs(c) - e, 0)"], hyperparameters: momentumScale },
  bind: (values) => {
    const e = values.e as number;
    return separable({
      value: (m) => Math.max(Math.abs(m) - e, 0) ** 2 / 2,
      slope: (m) => signOf(m) * Math.max(Math.abs(m) - e, 0),
      conjugate: (z) => e * Math.abs(z) + z ** 2 / 2,
      conjugateSlope: (z) => e * signOf(z) + z,
      domain: everywhere,
    });
  },
};
