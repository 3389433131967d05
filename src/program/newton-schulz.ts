/**
 * Newton-Schulz iterations over `Ops`: the polar factor U V' of a matrix U S V' by products alone, as Muon computes it.
 *
 *   A = X X';   X = a X + (b A + c A²) X, or with X' X on the right where that is smaller
 * Each round sends every singular value s to a s + b s³ + c s⁵ and leaves the vectors alone. Muon's quintic is steep at 0 and does not
 * converge: it lifts small values fast and then scatters them about 1. The cubic (1.5, -0.5, 0) converges to 1.
 * Source: Jordan et al. 2024, Muon; Higham 2008, Functions of Matrices, chapter 8.
 */
import type { Ops } from "../graph/builder.ts";

/** Coefficients of s, s³ and s⁵, and how many rounds. */
export interface NewtonSchulz {
  readonly coefficients: readonly [number, number, number];
  readonly rounds: number;
}

/** Muon's five rounds of its quintic. */
export const muonQuintic: NewtonSchulz = { coefficients: [3.4445, -4.775, 2.0315], rounds: 5 };

/** Thirty rounds of the cubic, exact to rounding for singular values from about 1e-4 of the norm up. */
export const cubic: NewtonSchulz = { coefficients: [1.5, -0.5, 0], rounds: 30 };

/** The iteration on x `[rows, columns]`, whose singular values must be at most 1. */
export function newtonSchulz<V>(
  ops: Ops<V>,
  x: V,
  {
    rows,
    columns,
    coefficients: [a, b, c],
    rounds,
  }: NewtonSchulz & { readonly rows: number; readonly columns: number },
): V {
  const wide = rows <= columns;
  let y = x;
  for (let round = 0; round < rounds; round++) {
    const gram = gramOf(ops, y, wide);
    const linear = ops.mul(ops.scalar(b), gram);
    const mixed = c === 0 ? linear : ops.add(linear, ops.mul(ops.scalar(c), ops.matmul(gram, gram)));
    y = ops.add(ops.mul(ops.scalar(a), y), wide ? ops.matmul(mixed, y) : ops.matmul(y, mixed));
  }
  return y;
}

/** X X' of a wide matrix, X' X of a tall one: the smaller of the two. */
export function gramOf<V>(ops: Ops<V>, x: V, wide: boolean): V {
  return ops.matmul(x, x, wide ? { transB: true } : { transA: true });
}
