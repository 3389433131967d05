/**
 * Newton-Schulz iterations: the polar factor U V' of a matrix G = U S V' by products alone, as Muon computes it.
 *
 *   X = G / (|G|_F + 1e-7);   repeat   A = X X';   X = a X + (b A + c A²) X
 * Each round sends every singular value s to a s + b s³ + c s⁵ and leaves the vectors alone. Muon's quintic is steep at 0 and does not
 * converge: it lifts small values fast and then scatters them about 1. The cubic (1.5, -0.5, 0) converges to 1.
 * Source: Jordan et al. 2024, github.com/KellerJordan/Muon; Higham 2008, Functions of Matrices, chapter 8.
 */
import type { Vector } from "./k-function.ts";
import type { MatrixShape } from "./svd.ts";
import { norm2 } from "./vectors.ts";

/** Coefficients of s, s³ and s⁵, and how many rounds. */
export interface NewtonSchulz {
  readonly coefficients: readonly [number, number, number];
  readonly rounds: number;
}

/** Muon's five rounds of its quintic. */
export const muonQuintic: NewtonSchulz = { coefficients: [3.4445, -4.775, 2.0315], rounds: 5 };

/** Thirty rounds of the cubic, exact to rounding for singular values from about 1e-4 of the norm up. */
export const cubic: NewtonSchulz = { coefficients: [1.5, -0.5, 0], rounds: 30 };

/** The matrix after the iteration; one of more rows than columns is turned over first, as Muon does. */
export function newtonSchulz(
  g: Vector,
  { rows, columns }: MatrixShape,
  { coefficients, rounds }: NewtonSchulz,
): Vector {
  if (rows > columns) {
    const turned = newtonSchulz(
      transposed(g, rows, columns),
      { rows: columns, columns: rows },
      { coefficients, rounds },
    );
    return transposed(turned, columns, rows);
  }
  const [a, b, c] = coefficients;
  const norm = norm2(g) + 1e-7;
  let x: Vector = g.map((value) => value / norm);
  for (let round = 0; round < rounds; round++) {
    const gram = product(x, transposed(x, rows, columns), columns);
    const square = product(gram, gram, rows);
    const lifted = product(
      gram.map((value, i) => b * value + c * square[i]!),
      x,
      rows,
    );
    x = x.map((value, i) => a * value + lifted[i]!);
  }
  return x;
}

/** What the iteration makes of a singular value of the normalised matrix. */
export function newtonSchulzValue(s: number, { coefficients: [a, b, c], rounds }: NewtonSchulz): number {
  let y = s;
  for (let round = 0; round < rounds; round++) y = a * y + b * y ** 3 + c * y ** 5;
  return y;
}

/** Its slope at 0: a to the power of the rounds. */
export function slopeAtZero({ coefficients: [a], rounds }: NewtonSchulz): number {
  return a ** rounds;
}

/** A B, A with `inner` columns */
function product(a: Vector, b: Vector, inner: number): Vector {
  const [rows, columns] = [a.length / inner, b.length / inner];
  const y = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < inner; k++) {
      const factor = a[i * inner + k]!;
      for (let j = 0; j < columns; j++) y[i * columns + j] = y[i * columns + j]! + factor * b[k * columns + j]!;
    }
  }
  return y;
}

function transposed(a: Vector, rows: number, columns: number): Vector {
  return Float64Array.from({ length: a.length }, (_, at) => a[(at % rows) * columns + Math.floor(at / rows)]!);
}
