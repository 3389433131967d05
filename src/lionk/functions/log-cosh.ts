import { separable } from "../elementwise.ts";
import type { KFunction } from "../k-function.ts";
import { momentumScale } from "../training-form.ts";

/** log-cosh: magnitudes with a corner rounded by the hyperbolic cosine. */
export const logCosh: KFunction = {
  name: "log-cosh",
  formula: "sum e ln cosh(m_i / e)",
  conjugateFormula: "e / 2 sum (1 + z) ln(1 + z) + (1 - z) ln(1 - z) where |z|_inf <= 1",
  effect: "soft box with an entropy: l1 as e falls to 0",
  source: "Green 1990; binary entropy as its conjugate; Optax, contrib.rlion, whose smooth_beta is 1 / e",
  parameters: { e: { kind: "number", about: "how far the corner is rounded", default: 0.1, min: 0, minOpen: true } },

  smooth: true,
  homogeneous: false,
  even: true,
  training: { program: ["pull = tanh(c / e)"], hyperparameters: momentumScale },
  bind: (values) => {
    const e = values.e as number;
    return separable({
      value: (m) => Math.abs(m) + e * (Math.log1p(Math.exp((-2 * Math.abs(m)) / e)) - Math.LN2),
      slope: (m) => Math.tanh(m / e),
      conjugate: (z) => (e / 2) * (entropy(1 + z) + entropy(1 - z)),
      conjugateSlope: (z) => e * Math.atanh(z),
      domain: 1,
    });
  },
};

/** t ln t, 0 at 0 */
function entropy(t: number): number {
  return t <= 0 ? 0 : t * Math.log(t);
}
