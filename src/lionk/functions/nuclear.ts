import type { KFunction } from "../k-function.ts";
import { largestSingularValues } from "../spectral.ts";

/** nuclear: the sum of singular values. Its Lion-K is Muon with an exact polar factor. */
export const nuclear: KFunction = {
  name: "nuclear",
  formula: "|M|_* = sum of singular values",
  conjugateFormula: "0 where |Z|_op <= 1",
  effect: "spectral ball: |X|_op <= 1 / lambda (Muon)",
  source: "Chen, Li & Liu 2025, arXiv:2506.15054",
  parameters: {},
  ofMatrix: true,
  smooth: false,
  homogeneous: true,
  even: true,
  training: { rate: 0.01, program: ["pull = polar(c)"] },
  bind: (_, { rows, columns }) => largestSingularValues({ rows: rows!, columns: columns! }, Math.min(rows!, columns!)),
};
