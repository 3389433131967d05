import { normWithDual, signOf } from "../elementwise.ts";
import type { KFunction } from "../k-function.ts";
import { byMagnitude, norm1, normMax } from "../vectors.ts";

/** linf: the largest magnitude. */
export const linf: KFunction = {
  name: "linf",
  formula: "|m|_inf = max |m_i|",
  conjugateFormula: "0 where |z|_1 <= 1",
  effect: "l1 ball: |x|_1 <= 1 / lambda, by steps of one coordinate",
  source: "Chen, Liu, Liang & Liu 2023, arXiv:2310.05898, table 2",
  parameters: {},

  smooth: false,
  homogeneous: true,
  even: true,
  bind: () =>
    normWithDual({
      value: normMax,
      gradient: (m) => {
        const [at = 0] = byMagnitude(m);
        return m.map((value, i) => (i === at ? signOf(value) : 0));
      },
      dual: norm1,
    }),
};
