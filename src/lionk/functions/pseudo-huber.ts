import { separable } from "../elementwise.ts";
import type { KFunction } from "../k-function.ts";
import { momentumScale } from "../training-form.ts";

/** pseudo-huber: magnitudes with a rounded corner. */
export const pseudoHuber: KFunction = {
  name: "pseudo-huber",
  formula: "sum sqrt(m_i^2 + e^2) - e",
  conjugateFormula: "sum e (1 - sqrt(1 - z_i^2)) where |z|_inf <= 1",
  effect: "soft box: l1 as e falls to 0",
  source: "Charbonnier et al. 1994; relativistic kinetic energy",
  parameters: { e: { kind: "number", about: "how far the corner is rounded", default: 0.1, min: 0, minOpen: true } },

  smooth: true,
  homogeneous: false,
  even: true,
  training: {
    program: ["size = max(abs(c), e)", "pull = c / size / sqrt(square(c / size) + square(e / size))"],
    hyperparameters: momentumScale,
  },
  bind: (values) => {
    const e = values.e as number;
    return separable({
      value: (m) => m ** 2 / (Math.hypot(m, e) + e),
      slope: (m) => m / Math.hypot(m, e),
      conjugate: (z) => e * (1 - Math.sqrt(Math.max(0, 1 - z ** 2))),
      conjugateSlope: (z) => (e * z) / Math.sqrt(1 - z ** 2),
      domain: 1,
    });
  },
};
