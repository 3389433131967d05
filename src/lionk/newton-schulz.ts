/**
 * Newton-Schulz iterations on matrices in float64, and as maps of singular values; the iteration itself is the language's
 * (`program/newton-schulz.ts`).
 */
import { floatTensor } from "../core/tensor.ts";
import { eager } from "../graph/builder.ts";
import { newtonSchulz as iterate, type NewtonSchulz } from "../program/newton-schulz.ts";
import type { Vector } from "./k-function.ts";
import type { MatrixShape } from "./svd.ts";
import { norm2 } from "./vectors.ts";

export { cubic, muonQuintic, type NewtonSchulz } from "../program/newton-schulz.ts";

/** The matrix G after the iteration from G / (|G|_F + 1e-7). */
export function newtonSchulz(g: Vector, { rows, columns }: MatrixShape, method: NewtonSchulz): Vector {
  const norm = norm2(g) + 1e-7;
  const x = floatTensor(
    [rows, columns],
    g.map((value) => value / norm),
  );
  return Float64Array.from(iterate(eager, x, { rows, columns, ...method }).data);
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
