/** Small dense float64 linear algebra; matrices lie row by row. */
import type { Vector } from "./k-function.ts";

/** A x, A with `columns` columns. */
export function multiply(a: Vector, x: Vector, columns: number): Vector {
  const rows = a.length / columns;
  const y = new Float64Array(rows);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) y[i] = y[i]! + a[i * columns + j]! * x[j]!;
  return y;
}

/** A' y, A with `columns` columns. */
export function multiplyTransposed(a: Vector, y: Vector, columns: number): Vector {
  const x = new Float64Array(columns);
  for (const [i, value] of y.entries()) for (let j = 0; j < columns; j++) x[j] = x[j]! + a[i * columns + j]! * value;
  return x;
}

/** The lower factor L of A = L L', or null where A is not symmetric positive definite. Source: Golub & Van Loan, algorithm 4.2.1. */
export function cholesky(a: Vector, size: number): Vector | null {
  const lower = new Float64Array(size * size);
  const scale = a.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      if (Math.abs(a[i * size + j]! - a[j * size + i]!) > 1e-12 * scale) return null;
      let rest = a[i * size + j]!;
      for (let k = 0; k < j; k++) rest -= lower[i * size + k]! * lower[j * size + k]!;
      if (i !== j) lower[i * size + j] = rest / lower[j * size + j]!;
      else if (rest > 0) lower[i * size + i] = Math.sqrt(rest);
      else return null;
    }
  }
  return lower;
}

/** x of L L' x = b. */
export function solveCholesky(lower: Vector, b: Vector, size: number): Vector {
  const x = b.slice();
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i] = x[i]! - lower[i * size + k]! * x[k]!;
    x[i] = x[i]! / lower[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i] = x[i]! - lower[k * size + i]! * x[k]!;
    x[i] = x[i]! / lower[i * size + i]!;
  }
  return x;
}
