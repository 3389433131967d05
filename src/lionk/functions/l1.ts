import { normWithDual, signOf } from "../elementwise.ts";
import type { KFunction } from "../k-function.ts";
import { norm1, normMax } from "../vectors.ts";

/** l1: the sum of magnitudes. Its Lion-K is Lion itself. */
export const l1: KFunction = {
  name: "l1",
  formula: "|m|_1 = sum |m_i|",
  conjugateFormula: "0 where |z|_inf <= 1",
  effect: "box: |x_i| <= 1 / lambda",
  source: "Chen, Liu, Liang & Liu 2023, arXiv:2310.05898, table 2",
  parameters: {},

  smooth: false,
  homogeneous: true,
  even: true,
  training: { program: ["pull = sign(c)"] },
  bind: () => normWithDual({ value: norm1, gradient: (m) => m.map(signOf), dual: normMax }),
};
