/**
 * The three transforms of F(n×n, 3×3), and those of F(4×4, 3×3): 16 outputs of a 3×3 convolution from 36 products instead of 144.
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

/** The transforms of F(n, 3), which act on one axis of a square. */
export interface Transforms {
  /** B', `[n + 2, n + 2]` */
  readonly input: Matrix;
  /** G, `[n + 2, 3]` */
  readonly weight: Matrix;
  /** A', `[n, n + 2]` */
  readonly output: Matrix;
}

/** The transforms of F(n, 3) for n + 1 `points`, at which the polynomials of a row are interpolated, besides infinity. */
export function transformsAt(points: readonly number[]): Transforms {
  const outputs = points.length - 1;
  return {
    // the coefficients of each product of `x - p` over the other points, and over all of them
    input: [...points.map((at) => points.filter((p) => p !== at)), points].map((roots) => {
      const coefficients = roots.reduce((of, p) => [0].concat(of).map((above, k) => above - p * (of[k] ?? 0)), [1]);
      return Array.from({ length: outputs + 2 }, (_, k) => coefficients[k] ?? 0);
    }),
    // powers of each point by its distances from the others
    weight: [
      ...points.map((at) => {
        const distances = points.filter((p) => p !== at).reduce((product, p) => product * (at - p), 1);
        return [0, 1, 2].map((k) => at ** k / distances);
      }),
      [0, 0, 1],
    ],
    // powers of each point
    output: Array.from({ length: outputs }, (_, k) => [...points.map((at) => at ** k), Number(k === outputs - 1)]),
  };
}

const { input, weight, output } = transformsAt([0, 5 / 8, -5 / 8, 3 / 2, -3 / 2]);

/** Rows and columns of a 4×4 tile in the order of the outputs: the four phases of a 2×2 pool, each row by row. */
export const tilePlaces: readonly { readonly row: number; readonly column: number }[] = [0, 1, 2, 3].flatMap((phase) =>
  [0, 1, 2, 3].map((at) => ({ row: 2 * (at >> 1) + (phase >> 1), column: 2 * (at & 1) + (phase & 1) })),
);

/** `[36, 36]`: inputs of a tile, row by row, to the transformed square. */
export const inputTransform: Tensor = onBothAxes(input);

/** `[36, 9]`: the taps of a kernel, row by row. */
export const weightTransform: Tensor = onBothAxes(weight);

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

/** The matrix that acts on both axes of a square as `matrix` does on one, the square flattened row by row. */
export function onBothAxes(matrix: Matrix): Tensor {
  return dense(kronecker(matrix));
}

function kronecker(x: Matrix): Matrix {
  return x.flatMap((left) => x.map((right) => left.flatMap((a) => right.map((b) => a * b))));
}

function dense(matrix: Matrix): Tensor {
  return floatTensor([matrix.length, matrix[0]!.length], matrix.flat());
}
