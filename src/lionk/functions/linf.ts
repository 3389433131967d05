import type { KFunction } from "../k-function.ts";
import { topK } from "./top-k.ts";

/** linf: the largest magnitude, which is top-k with k = 1. */
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
  training: {
    rate: 0.01,
    program: ["chosen = sign(abs(c) - tensor_max(abs(c))) + 1", "pull = sign(c) * chosen / tensor_sum(chosen)"],
  },
  bind: (_, shape) => topK.bind({ k: 1 }, shape),
};
