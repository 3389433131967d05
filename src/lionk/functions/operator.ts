import { normWithDual } from "../elementwise.ts";
import type { KFunction } from "../k-function.ts";
import { fromSingular, singularValues } from "../svd.ts";

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
  bind: (_, { rows, columns }) => {
    const shape = { rows: rows!, columns: columns! };
    return normWithDual({
      value: (m) => singularValues(m, shape)[0] ?? 0,
      gradient: (m) => fromSingular(m, shape, (_, i) => Number(i === 0)),
      dual: (z) => singularValues(z, shape).reduce((sum, s) => sum + s, 0),
    });
  },
};
