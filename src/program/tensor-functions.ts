/**
 * Functions of the language that see each parameter tensor as a whole: its largest element, its rows, its singular vectors.
 *
 * Each is one op of terms, computed tensor by tensor over `Ops`, so its meaning and its lowering are one text. A tensor of two or more
 * axes is the matrix [first axis, all others], as convolutions are flattened for Muon; one of a single axis is a column, so that spectral
 * functions of it are those of the Euclidean norm. They belong to the library's dialect alone: the search does not draw them.
 */
import { floatTensor } from "../core/tensor.ts";
import type { Ops } from "../graph/builder.ts";
import { cubic, gramOf, muonQuintic, newtonSchulz } from "./newton-schulz.ts";
import { normOver, tiny } from "./norms.ts";
import type { Leaf } from "./rule.ts";

/** What a function gets of one tensor: its operands `[size]`, and what was given beside them as plain numbers. */
interface OfTensor<V> {
  readonly ops: Ops<V>;
  readonly parts: readonly V[];
  readonly leaf: Leaf;
  readonly numbers: readonly number[];
}

/** Names of functions of whole tensors; closed, so that whoever has one of its own for each cannot lack any. */
export type TensorFunctionName =
  | "tensor_max"
  | "rows"
  | "columns"
  | "kth_largest"
  | "on_matrices"
  | "row_norm"
  | "newton_schulz"
  | "polar"
  | "top_singular";

/** A function of whole tensors. The parameters named in `numbers` come last and are known before the first step. */
export interface TensorFunction {
  readonly name: TensorFunctionName;
  readonly parameters: readonly string[];
  readonly numbers: readonly string[];
  /** Whether it gives one number for each tensor, or a tree. */
  readonly result: "leaves" | "tree";
  readonly about: string;
  /** One tensor's share of the result: `[1]` or `[size]`. */
  compute<V>(of: OfTensor<V>): V;
}

/** All functions of whole tensors. */
export const tensorFunctions: readonly TensorFunction[] = [
  ofOne("tensor_max", "leaves", "largest element of each parameter tensor", ({ ops, parts: [x] }) =>
    ops.reduceMax(x!, { axes: [0], keepDims: true }),
  ),
  ofOne("rows", "leaves", "rows of each parameter tensor as a matrix: its first axis", ({ ops, leaf }) =>
    ops.constant(floatTensor([1], [matrixOf(leaf).rows])),
  ),
  ofOne("columns", "leaves", "columns of each parameter tensor as a matrix: all axes but the first", ({ ops, leaf }) =>
    ops.constant(floatTensor([1], [matrixOf(leaf).columns])),
  ),
  {
    name: "kth_largest",
    parameters: ["x", "share"],
    numbers: ["share"],
    result: "leaves",
    about: "the element of each parameter tensor that a share of its elements are not below",
    compute: ({ ops, parts: [x], leaf, numbers: [share] }) => ops.kthLargest(x!, { k: countOf(leaf, share!) }),
  },
  {
    name: "on_matrices",
    parameters: ["x", "y"],
    numbers: [],
    result: "tree",
    about: "x in tensors of two or more axes, y in the others",
    compute: ({ parts: [x, y], leaf }) => (isMatrix(leaf) ? x! : y!),
  },
  ofOne("row_norm", "tree", "Euclidean norm of the row that each element lies in; a vector is one row", (of) => {
    const { ops, parts, leaf } = of;
    const shape = isMatrix(leaf) ? matrixShape(leaf) : [1, leaf.size];
    const rows = ops.reshape(parts[0]!, { shape });
    return ops.reshape(ops.broadcastTo(normOver(ops, rows, [1]), { shape }), { shape: [leaf.size] });
  }),
  ofOne("newton_schulz", "tree", "five quintic Newton-Schulz steps of Muon; the norm of x must be at most 1", (of) =>
    onMatrix(of, (matrix) => newtonSchulz(of.ops, matrix, { ...matrixOf(of.leaf), ...muonQuintic })),
  ),
  ofOne("polar", "tree", "U V' of the singular value decomposition U S V': the polar factor", polar),
  {
    name: "top_singular",
    parameters: ["x", "k"],
    numbers: ["k"],
    result: "tree",
    about: "u v' of the k largest singular values, summed",
    compute: topSingular,
  },
];

/** A function of whole tensors by name, or undefined. */
export function tensorFunction(name: string): TensorFunction | undefined {
  return byName.get(name);
}

/** Applies one to trees `[P]`, tensor by tensor: `[L]` or `[P]`. */
export function applyToTensors<V>(
  fn: TensorFunction,
  ops: Ops<V>,
  {
    trees,
    leaves,
    numbers,
  }: { readonly trees: readonly V[]; readonly leaves: readonly Leaf[]; readonly numbers: readonly number[] },
): V {
  const results = leaves.map((leaf) => {
    const parts = trees.map((tree) => ops.slice(tree, { axis: 0, start: leaf.offset, end: leaf.offset + leaf.size }));
    return fn.compute({ ops, parts, leaf, numbers });
  });
  return results.length === 1 ? results[0]! : ops.concat(results, { axis: 0 });
}

/** Rows and columns of a tensor as a matrix; a vector is a column. */
export function matrixOf({ shape, size }: Pick<Leaf, "shape" | "size">): { rows: number; columns: number } {
  const rows = shape.length === 0 ? 1 : shape[0]!;
  return { rows, columns: size / rows };
}

/** How many elements a share of a tensor is, at least one. */
export function countOf({ size }: Pick<Leaf, "size">, share: number): number {
  return Math.min(size, Math.max(1, Math.ceil(share * size)));
}

const byName = new Map(tensorFunctions.map((fn) => [fn.name as string, fn]));

function ofOne(
  name: TensorFunctionName,
  result: TensorFunction["result"],
  about: string,
  compute: TensorFunction["compute"],
): TensorFunction {
  return { name, parameters: ["x"], numbers: [], result, about, compute };
}

function isMatrix({ shape }: Leaf): boolean {
  return shape.length >= 2;
}

function matrixShape(leaf: Leaf): readonly [number, number] {
  const { rows, columns } = matrixOf(leaf);
  return [rows, columns];
}

function onMatrix<V>({ ops, parts, leaf }: OfTensor<V>, compute: (matrix: V) => V): V {
  const y = compute(ops.reshape(parts[0]!, { shape: matrixShape(leaf) }));
  return ops.reshape(y, { shape: [leaf.size] });
}

function repeated<V>(times: number, start: V, step: (x: V) => V): V {
  let x = start;
  for (let i = 0; i < times; i++) x = step(x);
  return x;
}

/**
 * The polar factor by five quintic steps, which lift singular values from a thousandth of the norm to between 0.47 and 1.2, and eight cubic
 * ones, which then leave no error. What is rounding in float32, 1e-7 of the norm, stays near 0: on the null space of a matrix the
 * gradient of the nuclear norm may be 0, and noise must not become a direction.
 */
function polar<V>(of: OfTensor<V>): V {
  const { ops, leaf } = of;
  const sides = matrixOf(leaf);
  return onMatrix(of, (matrix) => {
    const lifted = newtonSchulz(ops, unit(ops, matrix), { ...sides, ...muonQuintic });
    return newtonSchulz(ops, lifted, { ...sides, ...cubic, rounds: 8 });
  });
}

/**
 * The largest singular values one after another: the Gram matrix squared eight times turns any start into the top vector, and what was
 * found is taken away. Where two singular values nearly tie it finds a mixture, which has rank one all the same; what is below 1e-4 of the
 * norm fades, as noise must. The matrix is brought to norm 1 first, so that no product leaves float32.
 */
function topSingular<V>(of: OfTensor<V>): V {
  const { ops, leaf, numbers } = of;
  const { rows, columns } = matrixOf(leaf);
  const wide = rows <= columns;
  const small = Math.min(rows, columns);
  const start = ops.constant(
    floatTensor(
      [small, 1],
      Array.from({ length: small }, (_, i) => 1 + ((i * 0.618) % 1)),
    ),
  );
  return onMatrix(of, (given) => {
    const matrix = unit(ops, given);
    let left = matrix;
    const found: V[] = [];
    for (let i = 0; i < Math.min(small, numbers[0]!); i++) {
      const power = repeated(8, unit(ops, gramOf(ops, left, wide)), (x) => unit(ops, ops.matmul(x, x)));
      const near = unit(ops, ops.matmul(power, start)); // [small, 1]
      const far = unit(ops, ops.matmul(left, near, { transA: wide })); // [large, 1]
      const one = wide ? ops.matmul(near, far, { transB: true }) : ops.matmul(far, near, { transB: true });
      const size = ops.sum(ops.mul(one, left), { axes: [0, 1], keepDims: false });
      left = ops.sub(left, ops.mul(one, size));
      found.push(ops.mul(one, ops.minimum(ops.scalar(1), ops.mul(ops.scalar(1e4), size))));
    }
    return found.reduce((sum, one) => ops.add(sum, one));
  });
}

/** A matrix divided by its Frobenius norm, whatever its scale; 0 stays 0. */
function unit<V>(ops: Ops<V>, matrix: V): V {
  return ops.div(matrix, ops.maximum(normOver(ops, matrix, [0, 1]), ops.scalar(tiny)));
}
