/** Functions of whole tensors in TypeScript, as text that a file gets where its program calls them. A matrix is [first axis, all others]. */
import type { HelperText } from "../numpy/helpers.ts";

/** By name. */
export const typescriptHelpers: { readonly [name: string]: HelperText } = {
  matrix_product: {
    calls: [],
    text: `/** The product of a [rows, inner] and b [inner, columns]. */
function matrixProduct(
  a: Tensor,
  b: Tensor,
  inner: number,
  columns: number,
): Float64Array {
  const rows = a.length / inner;
  const result = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < inner; k++) {
      const factor = a[i * inner + k]!;
      for (let j = 0; j < columns; j++) {
        result[i * columns + j]! += factor * b[k * columns + j]!;
      }
    }
  }
  return result;
}`,
  },
  transposed: {
    calls: [],
    text: `function transposed(x: Tensor, rows: number, columns: number): Float64Array {
  const result = new Float64Array(x.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      result[j * rows + i] = x[i * columns + j]!;
    }
  }
  return result;
}`,
  },
  unit: {
    calls: [],
    text: `/** x divided by its Euclidean norm; 0 stays 0. */
function unit(x: Tensor): Float64Array {
  let squares = 0;
  for (let i = 0; i < x.length; i++) squares += x[i]! ** 2;
  const norm = Math.max(Math.sqrt(squares), 1e-37);
  return Float64Array.from(x, (value) => value / norm);
}`,
  },
  iterate: {
    calls: ["matrix_product", "transposed"],
    text: `/** Newton-Schulz: sends each singular value s to a s + b s^3 + c s^5. */
function iterate(
  x: Tensor,
  [rows, columns]: readonly [number, number],
  [a, b, c]: readonly [number, number, number],
  rounds: number,
): Float64Array {
  if (rows > columns) {
    const wide = transposed(x, rows, columns);
    const found = iterate(wide, [columns, rows], [a, b, c], rounds);
    return transposed(found, columns, rows);
  }
  let y = Float64Array.from(x);
  for (let round = 0; round < rounds; round++) {
    const flipped = transposed(y, rows, columns);
    const gram = matrixProduct(y, flipped, columns, rows);
    const square = matrixProduct(gram, gram, rows, rows);
    const mixed = gram.map((value, i) => b * value + c * square[i]!);
    const moved = matrixProduct(mixed, y, rows, columns);
    y = y.map((value, i) => a * value + moved[i]!);
  }
  return y;
}`,
  },
  newton_schulz: {
    calls: ["iterate"],
    text: `/** Muon's five quintic steps; the norm of x must be at most 1. */
function newtonSchulz(x: Tensor, rows: number): Float64Array {
  return iterate(x, [rows, x.length / rows], [3.4445, -4.775, 2.0315], 5);
}`,
  },
  polar: {
    calls: ["unit", "iterate"],
    text: `/** U V' of the singular value decomposition U S V', without small S. */
function polar(x: Tensor, rows: number): Float64Array {
  const shape = [rows, x.length / rows] as const;
  const lifted = iterate(unit(x), shape, [3.4445, -4.775, 2.0315], 5);
  return iterate(lifted, shape, [1.5, -0.5, 0], 8);
}`,
  },
  top_singular: {
    calls: ["matrix_product", "transposed", "unit"],
    text: `/** Sum of u v' over the k largest singular values. */
function topSingular(x: Tensor, rows: number, k: number): Float64Array {
  const columns = x.length / rows;
  if (rows > columns) {
    const wide = transposed(x, rows, columns);
    return transposed(topSingular(wide, columns, k), columns, rows);
  }
  let left = unit(x);
  const found = new Float64Array(x.length);
  const start = Float64Array.from(
    { length: rows },
    (_, i) => 1 + ((i * 0.618) % 1),
  );
  for (let round = 0; round < Math.min(rows, k); round++) {
    const flipped = transposed(left, rows, columns);
    let power = unit(matrixProduct(left, flipped, columns, rows));
    for (let doubling = 0; doubling < 8; doubling++) {
      power = unit(matrixProduct(power, power, rows, rows));
    }
    const near = unit(matrixProduct(power, start, rows, 1));
    const far = unit(matrixProduct(flipped, near, rows, 1));
    const one = matrixProduct(near, far, 1, columns);
    let size = 0;
    for (let i = 0; i < x.length; i++) size += one[i]! * left[i]!;
    left = left.map((value, i) => value - one[i]! * size);
    const share = Math.min(1, 1e4 * size);
    for (let i = 0; i < x.length; i++) found[i]! += one[i]! * share;
  }
  return found;
}`,
  },
  kth_largest: {
    calls: [],
    text: `/** The element that a share of all, at least one, are not below. */
function kthLargest(x: Tensor, share: number): number {
  const k = Math.min(x.length, Math.max(1, Math.ceil(share * x.length)));
  return Float64Array.from(x).sort()[x.length - k]!;
}`,
  },
  row_norm: {
    calls: [],
    text: `/** Norm of the row that each element lies in. */
function rowNorm(x: Tensor, rows: number): Float64Array {
  const result = new Float64Array(x.length);
  const columns = x.length / rows;
  for (let start = 0; start < x.length; start += columns) {
    let squares = 0;
    for (let i = start; i < start + columns; i++) squares += x[i]! ** 2;
    result.fill(Math.sqrt(squares), start, start + columns);
  }
  return result;
}`,
  },
};
