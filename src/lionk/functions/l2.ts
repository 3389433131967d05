import { tiny } from "../../program/norms.ts";
import { normWithDual } from "../elementwise.ts";
import type { KFunction } from "../k-function.ts";
import { norm2, scaled } from "../vectors.ts";

/** l2: the Euclidean norm. Its Lion-K is momentum of unit length. */
export const l2: KFunction = {
  name: "l2",
  formula: "|m|_2",
  conjugateFormula: "0 where |z|_2 <= 1",
  effect: "ball: |x|_2 <= 1 / lambda",
  source: "Chen, Liu, Liang & Liu 2023, arXiv:2310.05898, table 2",
  parameters: {},

  smooth: false,
  homogeneous: true,
  even: true,
  training: { rate: 0.02, program: [`pull = c / max(norm(c), ${tiny})`] },
  bind: () =>
    normWithDual({
      value: norm2,
      gradient: (m) => {
        const norm = norm2(m);
        return norm === 0 ? m.slice() : scaled(1 / norm, m);
      },
      dual: norm2,
    }),
};
