/**
 * The three transforms of F(4×4, 3×3): 16 outputs of a 3×3 convolution from 36 products instead of 144.
 *
 *   y = A' [(G w G') ⊙ (B' d B)] A      d: 6×6 inputs, w: 3×3 weights, y: 4×4 outputs
 * Each is given as the matrix that acts on the flattened square, row by row: kron(X, X).
 * Source: Lavin & Gray 2015, arXiv:1509.09308, with the interpolation points 0, ±1, ±2.
 */
import { floatTensor, type Tensor } from "../../core/tensor.ts";

/** Outputs along a tile's side, and inputs that they read. */
export const tile = { outputs: 4, inputs: 6 } as const;

type Matrix = readonly (readonly number[])[];

const input: Matrix = [
  [4, 0, -5, 0, 1, 0],
  [0, -4, -4, 1, 1, 0],
  [0, 4, -4, -1, 1, 0],
  [0, -2, -1, 2, 1, 0],
  [0, 2, -1, -2, 1, 0],
  [0, 4, 0, -5, 0, 1],
];

const weight: Matrix = [
  [1 / 4, 0, 0],
  [-1 / 6, -1 / 6, -1 / 6],
  [-1 / 6, 1 / 6, -1 / 6],
  [1 / 24, 1 / 12, 1 / 6],
  [1 / 24, -1 / 12, 1 / 6],
  [0, 0, 1],
];

const output: Matrix = [
  [1, 1, 1, 1, 1, 0],
  [0, 1, -1, 2, -2, 0],
  [0, 1, 1, 4, 4, 0],
  [0, 1, -1, 8, -8, 1],
];

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

/** `[16, 36]`: products to outputs, in the order of `tilePlaces`. */
export const outputTransform: Tensor = dense(
  tilePlaces.map(({ row, column }) => kronecker(output)[tile.outputs * row + column]!),
);

/** `[36, 16]`: its transpose. */
export const outputAdjoint: Tensor = dense(
  Array.from({ length: tile.inputs ** 2 }, (_, k) =>
    tilePlaces.map(({ row, column }) => kronecker(output)[tile.outputs * row + column]![k]!),
  ),
);

function kronecker(x: Matrix): Matrix {
  return x.flatMap((left) => x.map((right) => left.flatMap((a) => right.map((b) => a * b))));
}

function dense(matrix: Matrix): Tensor {
  return floatTensor([matrix.length, matrix[0]!.length], matrix.flat());
}
