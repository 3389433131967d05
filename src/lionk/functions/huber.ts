import { clamped, separable } from "../elementwise.ts";
import type { KFunction } from "../k-function.ts";
import { momentumScale } from "../training-form.ts";

/** huber: Huber's function of each coordinate. Its Lion-K clips the momentum. */
export const huber: KFunction = {
  name: "huber",
  formula: "sum m_i^2 / (2 e) where |m_i| <= e, else |m_i| - e / 2",
  conjugateFormula: "e |z|_2^2 / 2 where |z|_inf <= 1",
  effect: "ridge in a box: + lambda e |x|_2^2 / 2 with |x_i| <= 1 / lambda",
  source: "Chen, Liu, Liang & Liu 2023, arXiv:2310.05898, table 2",
  parameters: { e: { kind: "number", about: "half width of the quadratic part", default: 0.1, min: 0, minOpen: true } },

  smooth: true,
  homogeneous: false,
  even: true,
  training: { program: ["pull = max(min(c / e, 1), -1)"], hyperparameters: momentumScale },
  bind: (values) => {
    const e = values.e as number;
    return separable({
      value: (m) => (Math.abs(m) <= e ? m ** 2 / (2 * e) : Math.abs(m) - e / 2),
      slope: (m) => clamped(m / e, 1),
      conjugate: (z) => (e * z ** 2) / 2,
      conjugateSlope: (z) => e * z,
      domain: 1,
    });
  },
};
