import { type KFunction, wrongValue } from "../k-function.ts";
import { largestSingularValues } from "../spectral.ts";

/** ky-fan: the k largest singular values. */
export const kyFan: KFunction = {
  name: "ky-fan",
  formula: "sum of the k largest singular values",
  conjugateFormula: "0 where |Z|_op <= 1 and |Z|_* <= k",
  effect: "both balls: |X|_op <= 1 / lambda, |X|_* <= k / lambda",
  source: "Chen, Li & Liu 2025, arXiv:2506.15054",
  parameters: { k: { kind: "number", about: "how many singular values", min: 1, whole: true } },
  ofMatrix: true,
  smooth: false,
  homogeneous: true,
  even: true,
  training: {
    rate: 0.01,
    program: ["pull = top_singular(c, k)"],
    hyperparameters: {
      k: { kind: "number", about: "how many singular values of each tensor", default: 4, min: 1, whole: true },
    },
    values: ({ k }, { size, rows = size, columns = 1 }) => ({ k: Math.min(k!, rows, columns) }),
  },
  bind: ({ k }, { rows, columns }) => {
    const count = k as number;
    const most = Math.min(rows!, columns!);
    if (count > most) throw wrongValue("ky-fan", "k", `at most ${most}, the smaller side of x`, k);
    return largestSingularValues({ rows: rows!, columns: columns! }, count);
  },
};
