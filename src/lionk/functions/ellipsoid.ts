import { normWithDual } from "../elementwise.ts";
import { type KFunction, wrongValue } from "../k-function.ts";
import { cholesky, multiply, solveCholesky } from "../linear-algebra.ts";
import { dot, scaled } from "../vectors.ts";

/** ellipsoid: a norm of a positive quadratic form. */
export const ellipsoid: KFunction = {
  name: "ellipsoid",
  formula: "sqrt(m' Q m)",
  conjugateFormula: "0 where z' Q^-1 z <= 1",
  effect: "ellipsoid: x' Q^-1 x <= 1 / lambda^2",
  source: "support function of an ellipsoid",
  parameters: { q: { kind: "list", about: "the matrix Q, row by row" } },

  smooth: true,
  homogeneous: true,
  even: true,
  bind: ({ q }, { size }) => {
    const matrix = Float64Array.from(q as readonly number[]);
    const wanted = `the ${size} × ${size} numbers, row by row, of a symmetric positive matrix`;
    const factor = matrix.length === size * size ? cholesky(matrix, size) : null;
    if (factor === null) throw wrongValue("ellipsoid", "q", wanted, q);
    return normWithDual({
      value: (m) => Math.sqrt(dot(m, multiply(matrix, m, size))),
      gradient: (m) => {
        const product = multiply(matrix, m, size);
        const norm = Math.sqrt(dot(m, product));
        return norm === 0 ? product : scaled(1 / norm, product);
      },
      dual: (z) => Math.sqrt(dot(z, solveCholesky(factor, z, size))),
    });
  },
};
