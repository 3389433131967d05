import { largest } from "../../core/extremes.ts";
import { tiny } from "../../program/norms.ts";
import { normWithDual } from "../elementwise.ts";
import { type KFunction, wrongValue } from "../k-function.ts";
import { norm2 } from "../vectors.ts";

/** group: Euclidean norms of groups of coordinates, rows or columns of a matrix, say. */
export const group: KFunction = {
  name: "group",
  formula: "sum over groups of |m_g|_2",
  conjugateFormula: "0 where every |z_g|_2 <= 1",
  effect: "a ball for each group: |x_g|_2 <= 1 / lambda",
  source: "Yuan & Lin 2006 (group lasso)",
  parameters: { sizes: { kind: "list", about: "coordinates of each group, in order", min: 1, whole: true } },

  smooth: false,
  homogeneous: true,
  even: true,
  training: {
    rate: 1e-3,
    program: [`pull = c / max(row_norm(c), ${tiny})`],
    hyperparameters: {},
    values: (_, { size, rows = size, columns = 1 }) => ({
      sizes: columns === 1 ? [size] : Array.from({ length: rows }, () => columns),
    }),
  },
  bind: ({ sizes }, { size }) => {
    const counts = sizes as readonly number[];
    const total = counts.reduce((sum, count) => sum + count, 0);
    if (total !== size)
      throw wrongValue("group", "sizes", `a list of whole numbers that add up to the ${size} coordinates of x`, sizes);
    const parts = (m: Float64Array): Float64Array[] => {
      let at = 0;
      return counts.map((count) => {
        at += count;
        return m.subarray(at - count, at);
      });
    };
    return normWithDual({
      value: (m) => parts(m).reduce((sum, part) => sum + norm2(part), 0),
      gradient: (m) => {
        const y = m.slice();
        for (const part of parts(y)) {
          const norm = norm2(part);
          if (norm > 0) for (const [i, value] of part.entries()) part[i] = value / norm;
        }
        return y;
      },
      dual: (z) => largest(parts(z).map(norm2)),
    });
  },
};
