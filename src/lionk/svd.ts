/** Singular values and vectors of a matrix that lies row by row. */
import { Matrix, SingularValueDecomposition } from "ml-matrix";
import type { Vector } from "./k-function.ts";

/** Rows and columns of a matrix. */
export interface MatrixShape {
  readonly rows: number;
  readonly columns: number;
}

/** Singular values below this share of the largest count as 0: they are rounding. */
const rounding = 1e-14;

/** Singular values, from the largest down. */
export function singularValues(m: Vector, shape: MatrixShape): readonly number[] {
  return decomposed(m, shape).values;
}

/** sum f(s_i, i) u_i v_i' over the singular values above 0, the largest first. */
export function fromSingular(m: Vector, shape: MatrixShape, f: (value: number, i: number) => number): Vector {
  const { values, left, right } = decomposed(m, shape);
  const y = new Float64Array(shape.rows * shape.columns);
  for (const [n, value] of values.entries()) {
    if (value <= rounding * values[0]!) break;
    const factor = f(value, n);
    if (factor === 0) continue;
    for (let i = 0; i < shape.rows; i++) {
      for (let j = 0; j < shape.columns; j++) {
        const at = i * shape.columns + j;
        y[at] = y[at]! + factor * left.get(i, n) * right.get(j, n);
      }
    }
  }
  return y;
}

function decomposed(m: Vector, { rows, columns }: MatrixShape) {
  const svd = new SingularValueDecomposition(Matrix.from1DArray(rows, columns, m), { autoTranspose: true });
  return { values: svd.diagonal, left: svd.leftSingularVectors, right: svd.rightSingularVectors };
}
