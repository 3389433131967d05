import { tiny } from "../../program/norms.ts";
import { normWithDual, signOf } from "../elementwise.ts";
import type { KFunction } from "../k-function.ts";
import { normP } from "../vectors.ts";

/** lp: the p-norm, 1 < p. */
export const lp: KFunction = {
  name: "lp",
  formula: "|m|_p",
  conjugateFormula: "0 where |z|_q <= 1, 1/p + 1/q = 1",
  effect: "ball of the dual norm: |x|_q <= 1 / lambda",
  source: "Chen, Liu, Liang & Liu 2023, arXiv:2310.05898, table 2",
  parameters: { p: { kind: "number", about: "the power, above 1", default: 1.5, min: 1, minOpen: true } },

  smooth: true,
  homogeneous: true,
  even: true,
  training: {
    rate: 0.02,
    program: [
      `top = max(tensor_max(abs(c)), ${tiny})`,
      "share = abs(c) / top",
      "size = max(tensor_sum(share ** p) ** (1 / p), 1)",
      "pull = sign(c) * (share / size) ** (p - 1)",
    ],
  },
  bind: (values) => {
    const p = values.p as number;
    return normWithDual({
      value: (m) => normP(m, p),
      gradient: (m) => {
        const norm = normP(m, p);
        return norm === 0 ? m.slice() : m.map((value) => signOf(value) * Math.abs(value / norm) ** (p - 1));
      },
      dual: (z) => normP(z, p / (p - 1)),
    });
  },
};
