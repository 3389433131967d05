/**
 * The three transforms of F(4×4, 3×3): 16 outputs of a 3×3 convolution from 36 products instead of 144.
 *
 *   y = A' [(G w G') ⊙ (B' d B)] A      d: 6×6 inputs, w: 3×3 weights, y: 4×4 outputs
 * Each is given as the matrix that acts on the flattened square, row by row: kron(X, X).
 * Source: Lavin & Gray 2015, arXiv:1509.09308; interpolated at 0, ±5/8, ±3/2 instead of 0, ±1, ±2, which halves the rounding: of all
 * ±a, ±b in steps of 1/16 these leave the least, and their powers are exact in float32. That points decide it: Barabasz et al. 2020, arXiv:1803.10986.
 */
import { floatTensor, type Tensor } from "../../core/tensor.ts";

/** Outputs along a tile's side, and inputs that they read. */
export const tile = { outputs: 4, inputs: 6 } as const;

type Matrix = readonly (readonly number[])[];

/** Where the polynomials of a row are interpolated, besides infinity. */
const points: readonly number[] = [0, 5 / 8, -5 / 8, 3 / 2, -3 / 2];

/** B', `[6, 6]`: the coefficients of each product of `x - p` over the other points, and over all of them. */
const input: Matrix = [...points.map((at) => points.filter((p) => p !== at)), points].map((roots) => {
  const coefficients = roots.reduce((of, p) => [0].concat(of).map((above, k) => above - p * (of[k] ?? 0)), [1]);
  return Array.from({ length: tile.inputs }, (_, k) => coefficients[k] ?? 0);
});

/** G, `[6, 3]`: powers of each point by its distances from the others. */
const weight: Matrix = [
  ...points.map((at) => {
    const distances = points.filter((p) => p !== at).reduce((product, p) => product * (at - p), 1);
    return [0, 1, 2].map((k) => at ** k / distances);
  }),
  [0, 0, 1],
];

/** A', `[4, 6]`: powers of each point. */
const output: Matrix = [0, 1, 2, 3].map((k) => [...points.map((at) => at ** k), Number(k === 3)]);

/** Rows and columns of a 4×4 tile in the order of the outputs: the four phases of a 2×2 pool, each row by row. */
export const tilePlaces: readonly { readonly row: number; readonly column: number }[] = [0, 1, 2, 3].flatMap((phase) =>
  [0, 1, 2, 3].map((at) => ({ row: 2 * (at >> 1) + (phase >> 1), column: 2 * (at & 1) + (phase & 1) })),
);

/** `[36, 36]`: inputs of a tile, row by row, to the transformed square. */
export const inputTransform: Tensor = dense(kronecker(input));

/** `[36, 9]`: the taps of a kernel, row by row. */
export const weightTransform: Tensor = dense(kronecker(weight));

/** `[36, 9]`: the same of the kernel turned by half a turn, that of the adjoint. */
export const turnedWeightTransform: Tensor = dense(kronecker(weight).map((row) => [...row].reverse()));

/** kron(A', A') with its rows in the order of `tilePlaces`. */
const outputRows: Matrix = rowsAtPlaces(kronecker(output));

/** `[16, 36]`: products to outputs, in the order of `tilePlaces`. */
export const outputTransform: Tensor = dense(outputRows);

/** `[36, 16]`: its transpose. */
export const outputAdjoint: Tensor = dense(
  Array.from({ length: tile.inputs ** 2 }, (_, k) => outputRows.map((row) => row[k]!)),
);

function rowsAtPlaces(matrix: Matrix): Matrix {
  return tilePlaces.map(({ row, column }) => matrix[tile.outputs * row + column]!);
}

function kronecker(x: Matrix): Matrix {
  return x.flatMap((left) => x.map((right) => left.flatMap((a) => right.map((b) => a * b))));
}

function dense(matrix: Matrix): Tensor {
  return floatTensor([matrix.length, matrix[0]!.length], matrix.flat());
}
