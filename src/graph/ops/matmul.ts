import { LabError } from "../../core/errors.ts";
import { type Shape, showShape, sizeOf, type Tensor, type TensorType, zeros } from "../../core/tensor.ts";
import type { Builder } from "../builder.ts";
import type { Value } from "../graph.ts";
import { defineOp, type Op, type StackCall } from "./op.ts";
import { writeProduct } from "./product.ts";
import { spread } from "./samples.ts";

/** Whether the last two axes of an operand are read the other way round. */
export type MatmulAttrs = { readonly transA?: boolean; readonly transB?: boolean };

/**
 * matmul: matrix product, of one pair or of a batch.
 *   y[n, i, j] = sum_k a[n, i, k] b[n, k, j]      transA reads a as [.., k, i], transB reads b as [.., j, k]
 * a: float [m, k] or [n, m, k]; b: float [k, p] or [n, k, p]; a 2-D operand serves every pair of the other's batch.
 * y: [m, p], or [n, m, p] when either is a batch. Errors: `matmul-shapes`. Source: ONNX operators MatMul, Gemm.
 */
export const matmul: Op<["a", "b"], MatmulAttrs> = defineOp<["a", "b"], MatmulAttrs>({
  name: "matmul",
  inputs: { a: "float", b: "float" },
  result: ([a, b], attrs) => ({ dtype: "float", shape: plan(a!, b!, attrs).shape }),
  evaluate: ([a, b], attrs) => product(a!, b!, attrs),
  gradient: (b, { inputs: [x, w], g, attrs: { transA = false, transB = false }, wanted }) => [
    wanted[0]
      ? unbatch(
          b,
          transA ? b.matmul(w!, g, { transA: transB, transB: true }) : b.matmul(g, w!, { transB: !transB }),
          x!,
        )
      : null,
    wanted[1]
      ? unbatch(
          b,
          transB ? b.matmul(g, x!, { transA: true, transB: transA }) : b.matmul(x!, g, { transA: !transA }),
          w!,
        )
      : null,
  ],
  stack: (b, call) => stackedProduct(b, call),
  onnx: (m, [a, b], { transA = false, transB = false }, { inputs: [x, y], result }) => {
    const swap =
      m.hasFusedOperators && !transA && transB && result.shape.length === 2 && longAndFlat(result.shape, x!.shape[1]!);
    // FusedMatMul, because the runtime would turn Transpose(Gemm) back into one Gemm.
    if (swap)
      return m.node("Transpose", [m.node("FusedMatMul", [b!, a!], { transB: 1 }, "com.microsoft")], { perm: [1, 0] });
    const [left, right] = [
      { name: a!, rank: x!.shape.length, turned: transA },
      { name: b!, rank: y!.shape.length, turned: transB },
    ];
    return writeProduct(m, left, right);
  },
  samples: [
    { inputs: [spread([2, 3]), spread([3, 4])] },
    { inputs: [spread([3, 2]), spread([3, 4])], attrs: { transA: true } },
    { inputs: [spread([2, 3]), spread([4, 3])], attrs: { transB: true } },
    { inputs: [spread([3, 2]), spread([4, 3])], attrs: { transA: true, transB: true } },
    { inputs: [spread([5, 2, 3]), spread([5, 3, 4])] },
    { inputs: [spread([5, 3, 2]), spread([5, 4, 3])], attrs: { transA: true, transB: true } },
    { inputs: [spread([2, 3]), spread([5, 3, 4])] },
    { inputs: [spread([3, 2]), spread([5, 3, 4])], attrs: { transA: true } },
    { inputs: [spread([5, 2, 3]), spread([4, 3])], attrs: { transB: true } },
  ],
  rejects: [
    { inputs: [spread([2, 3]), spread([4, 3])], code: "matmul-shapes" },
    { inputs: [spread([3]), spread([3, 3])], code: "matmul-shapes" },
    { inputs: [spread([2, 2, 3]), spread([4, 3, 3])], code: "matmul-shapes" },
  ],
});

/**
 * A weight gradient: a long sum for a small result. ONNX Runtime packs the right operand anew for every block of rows, so
 * the operand with more rows goes left, and the small result is turned round (64×12800×288: 6.1 ms instead of 7.4).
 */
function longAndFlat([rows, columns]: Shape, inner: number): boolean {
  return inner >= 1024 && columns! > rows!;
}

interface Plan {
  readonly shape: Shape;
  readonly batch: number;
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
}

function plan(a: TensorType, b: TensorType, { transA = false, transB = false }: MatmulAttrs): Plan {
  const [rows, inner] = matrix(a.shape, transA);
  const [innerB, columns] = matrix(b.shape, transB);
  const batchA = a.shape.length === 3 ? a.shape[0]! : undefined;
  const batchB = b.shape.length === 3 ? b.shape[0]! : undefined;
  const ranksFit = [a, b].every(({ shape }) => shape.length === 2 || shape.length === 3);
  if (!ranksFit || inner !== innerB || (batchA !== undefined && batchB !== undefined && batchA !== batchB)) {
    throw new LabError(
      "matmul-shapes",
      `matmul needs [m, k] and [k, p], each optionally with a batch axis before it, but got ${showShape(a.shape)}` +
        `${transA ? " transposed" : ""} and ${showShape(b.shape)}${transB ? " transposed" : ""}.`,
    );
  }
  const batch = batchA ?? batchB;
  const shape = batch === undefined ? [rows, columns] : [batch, rows, columns];
  return { shape, batch: batch ?? 1, rows, inner, columns };
}

function matrix(shape: Shape, transposed: boolean): [number, number] {
  const [rows = -1, columns = -1] = shape.slice(-2);
  return transposed ? [columns, rows] : [rows, columns];
}

function product(a: Tensor, b: Tensor, attrs: MatmulAttrs): Tensor {
  const { shape, batch, rows, inner, columns } = plan(a, b, attrs);
  const y = zeros("float", shape);
  const [stepI, stepK] = attrs.transA ? [1, rows] : [inner, 1];
  const [stepKB, stepJ] = attrs.transB ? [1, inner] : [columns, 1];
  const nextA = a.shape.length === 3 ? rows * inner : 0;
  const nextB = b.shape.length === 3 ? inner * columns : 0;
  for (let n = 0, at = 0; n < batch; n++) {
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++, at++) {
        let sum = 0;
        for (let k = 0; k < inner; k++) {
          sum += a.data[n * nextA + i * stepI + k * stepK]! * b.data[n * nextB + k * stepKB + j * stepJ]!;
        }
        y.data[at] = sum;
      }
    }
  }
  return y;
}

/**
 * Products of stacked operands as one batch of pairs; null where an operand has a batch and the other is stacked without one, or has
 * slices but no batch of its own.
 */
function stackedProduct(b: Builder, call: StackCall<MatmulAttrs>): Value | null {
  const { inputs, stacked, types, result, count, attrs } = call;
  const batched = types.map(({ shape }) => shape.length === 3);
  if (!batched[0] && !batched[1]) return b.matmul(inputs[0]!, inputs[1]!, attrs);
  if (types.some((_, i) => stacked[i] !== batched[i] && (stacked[i] || batched[i]))) return null;
  const folded = inputs.map((input, i) =>
    batched[i] ? b.reshape(input, { shape: [count * types[i]!.shape[0]!, ...types[i]!.shape.slice(1)] }) : input,
  );
  return b.reshape(b.matmul(folded[0]!, folded[1]!, attrs), { shape: [count, ...result.shape] });
}

/** Sums a gradient over the batch where the operand had none. */
function unbatch(b: Builder, g: Value, operand: Value): Value {
  return sizeOf(g.shape) === sizeOf(operand.shape) && g.shape.length === operand.shape.length
    ? g
    : b.sum(g, { axes: [0] });
}
