import { separable, signOf } from "../elementwise.ts";
import type { KFunction } from "../k-function.ts";

/** power: powers of the magnitudes. */
export const power: KFunction = {
  name: "power",
  formula: "|m|_p^p / p",
  conjugateFormula: "|z|_q^q / q, 1/p + 1/q = 1",
  effect: "bridge penalty: + lambda^(q-1) |x|_q^q / q",
  source: "Frank & Friedman 1993 (bridge)",
  parameters: { p: { kind: "number", about: "the power, above 1", default: 1.5, min: 1, minOpen: true } },

  smooth: true,
  homogeneous: false,
  even: true,
  training: { rate: 0.01, program: ["pull = sign(c) * abs(c) ** (p - 1)"] },
  bind: (values) => {
    const p = values.p as number;
    const q = p / (p - 1);
    return separable({
      value: (m) => Math.abs(m) ** p / p,
      slope: (m) => signOf(m) * Math.abs(m) ** (p - 1),
      conjugate: (z) => Math.abs(z) ** q / q,
      conjugateSlope: (z) => signOf(z) * Math.abs(z) ** (q - 1),
      domain: Number.POSITIVE_INFINITY,
    });
  },
};
