import { separable } from "../elementwise.ts";
import type { KFunction } from "../k-function.ts";
import { momentumScale } from "../training-form.ts";

/** arctan: what refined Lion's arctangent is the gradient of. */
export const arctan: KFunction = {
  name: "arctan",
  formula: "(2 / pi) sum m_i atan(m_i / e) - (e / 2) ln(1 + m_i^2 / e^2)",
  conjugateFormula: "-(2 e / pi) sum ln cos(pi z_i / 2) where |z|_inf < 1",
  effect: "soft box of refined Lion: l1 as e falls to 0",
  source: "Rong et al. 2025, doi:10.1038/s41598-025-07112-4 (refined Lion)",
  parameters: { e: { kind: "number", about: "scale of the momentum", default: 0.1, min: 0, minOpen: true } },

  smooth: true,
  homogeneous: false,
  even: true,
  training: { program: ["pull = 2 / get_pi() * arctan(c / e)"], hyperparameters: momentumScale },
  bind: (values) => {
    const e = values.e as number;
    const share = 2 / Math.PI;
    return separable({
      value: (m) => share * (m * Math.atan(m / e) - (e / 2) * Math.log1p((m / e) ** 2)),
      slope: (m) => share * Math.atan(m / e),
      conjugate: (z) =>
        Math.abs(z) >= 1 ? Number.POSITIVE_INFINITY : -share * e * Math.log(Math.cos((Math.PI * z) / 2)),
      conjugateSlope: (z) => e * Math.tan((Math.PI * z) / 2),
      domain: 1,
    });
  },
};
