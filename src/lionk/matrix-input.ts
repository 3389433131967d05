/** Matrices and vectors as people write them, checked: lists of rows, of finite numbers, of the sizes that are needed. */

import { LabError } from "../core/errors.ts";
import { largest } from "../core/extremes.ts";
import type { Vector } from "./k-function.ts";
import { type MatrixShape, singularValues } from "./svd.ts";

/** A list of rows. */
export type Rows = readonly (readonly number[])[];

/** A matrix row by row with its sizes, where it has those that are wanted. Errors: `objective-shape`, `objective-number`. */
export function matrixOf(
  name: string,
  given: Rows,
  wanted: { readonly rows?: number; readonly columns?: number },
): MatrixShape & { readonly flat: Vector } {
  const [rows, columns] = [given.length, given[0]?.length ?? 0];
  if (rows === 0 || columns === 0) throw mismatch(name, "at least one row and one column", "none");
  const ragged = given.findIndex((row) => row.length !== columns);
  if (ragged >= 0)
    throw mismatch(`row ${ragged} of ${name}`, `${columns} numbers like the first`, `${given[ragged]!.length}`);
  if (wanted.rows !== undefined && rows !== wanted.rows) throw mismatch(name, `${wanted.rows} rows`, `${rows}`);
  if (wanted.columns !== undefined && columns !== wanted.columns)
    throw mismatch(name, `${wanted.columns} columns`, `${columns}`);
  return { flat: Float64Array.from(finite(name, given.flat())), rows, columns };
}

/** The numbers, where all are finite. Errors: `objective-number`. */
export function finite(name: string, values: readonly number[]): readonly number[] {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return values;
  throw new LabError("objective-number", `${name} must hold finite numbers, but number ${at} of it is ${values[at]}.`);
}

/** An error about sizes: what must have what, and what was found. */
export function mismatch(what: string, wanted: string, found: string): LabError {
  return new LabError("objective-shape", `${what} must have ${wanted}, but there are ${found}.`);
}

/** Whether a symmetric matrix has no negative eigenvalue, up to rounding: elimination with the largest pivot first. */
export function isPositive(matrix: Vector, size: number): boolean {
  const a = matrix.slice();
  const scale = a.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const left = new Set(Array.from({ length: size }, (_, i) => i));
  while (left.size > 0) {
    const pivot = [...left].reduce((best, i) => (a[i * size + i]! > a[best * size + best]! ? i : best));
    left.delete(pivot);
    const top = a[pivot * size + pivot]!;
    if (top <= 1e-12 * scale)
      return [pivot, ...left].every((i) => [pivot, ...left].every((j) => Math.abs(a[i * size + j]!) <= 1e-9 * scale));
    for (const i of left) {
      for (const j of left) a[i * size + j] = a[i * size + j]! - (a[i * size + pivot]! * a[pivot * size + j]!) / top;
    }
  }
  return true;
}

/** Numbers of a matrix up to which singular values are computed. */
const mostNumbers = 90_000;

/** The largest singular value; of a large matrix the bound sqrt(|A|_1 |A|_inf), which is never below it. */
export function spectralNorm(flat: Vector, shape: MatrixShape): number {
  const { rows, columns } = shape;
  if (rows * columns <= mostNumbers) return singularValues(flat, shape)[0]!;
  const [byRow, byColumn] = [new Float64Array(rows), new Float64Array(columns)];
  for (const [at, value] of flat.entries()) {
    const [i, j] = [Math.floor(at / columns), at % columns];
    byRow[i] = byRow[i]! + Math.abs(value);
    byColumn[j] = byColumn[j]! + Math.abs(value);
  }
  return Math.sqrt(largest(byRow) * largest(byColumn));
}
