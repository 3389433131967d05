import { separable, signOf } from "../elementwise.ts";
import type { KFunction } from "../k-function.ts";
import { momentumScale } from "../training-form.ts";

/** threshold: magnitudes above a threshold. */
export const threshold: KFunction = {
  name: "threshold",
  formula: "sum max(|m_i| - e, 0)",
  conjugateFormula: "e |z|_1 where |z|_inf <= 1",
  effect: "lasso in a box: + e |x|_1 with |x_i| <= 1 / lambda",
  source: "Chen, Liu, Liang & Liu 2023, arXiv:2310.05898, table 2",
  parameters: {
    e: { kind: "number", about: "magnitude below which nothing moves", default: 0.1, min: 0, minOpen: true },
  },

  smooth: false,
  homogeneous: false,
  even: true,
  training: { program: ["pull = sign(c) * max(sign(abs(c) - e), 0)"], hyperparameters: momentumScale },
  bind: (values) => {
    const e = values.e as number;
    return separable({
      value: (m) => Math.max(Math.abs(m) - e, 0),
      slope: (m) => (Math.abs(m) > e ? signOf(m) : 0),
      conjugate: (z) => e * Math.abs(z),
      conjugateSlope: (z) => e * signOf(z),
      domain: 1,
    });
  },
};
