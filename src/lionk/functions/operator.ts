import type { KFunction } from "../k-function.ts";
import { largestSingularValues } from "../spectral.ts";

/** operator: the largest singular value. */
export const operator: KFunction = {
  name: "operator",
  formula: "|M|_op = largest singular value",
  conjugateFormula: "0 where |Z|_* <= 1",
  effect: "nuclear ball: |X|_* <= 1 / lambda, low rank",
  source: "Chen, Li & Liu 2025, arXiv:2506.15054",
  parameters: {},
  ofMatrix: true,
  smooth: false,
  homogeneous: true,
  even: true,
  training: { rate: 0.02, program: ["pull = top_singular(c, 1)"] },
  bind: (_, { rows, columns }) => largestSingularValues({ rows: rows!, columns: columns! }, 1),
};
