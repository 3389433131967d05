/** Reductions: how `sum`, `mean` and `reduceMax` walk over axes. */
import { floatTensor, sizeOf, stridesOf, type Tensor, type TensorType, zeros } from "../../core/tensor.ts";
import type { Builder } from "../builder.ts";
import type { Value } from "../graph.ts";
import { axesOf, offsets, reducedShape } from "./axes.ts";
import type { OnnxEmitter, OpSample } from "./op.ts";
import { spread } from "./samples.ts";

/** Attributes of a reduction: `axes` (all when absent), and whether they stay as extent 1 (they do not when absent). */
export type ReduceAttrs = { readonly axes?: readonly number[]; readonly keepDims?: boolean };

/** Type of a reduced value. Errors: `axis-out-of-range`, `axis-repeated`. */
export function reducedType(op: string, x: TensorType, { axes, keepDims = false }: ReduceAttrs): TensorType {
  return { dtype: x.dtype, shape: reducedShape(x.shape, axesOf(op, axes, x.shape), keepDims) };
}

/** Folds every element into its place of the result, which starts at `initial`. */
export function fold(
  op: string,
  x: Tensor,
  { attrs, initial, join }: { attrs: ReduceAttrs; initial: number; join: (sum: number, x: number) => number },
): Tensor {
  const axes = axesOf(op, attrs.axes, x.shape);
  const y = zeros(x.dtype, reducedType(op, x, attrs).shape);
  y.data.fill(initial);
  const strides = stridesOf(reducedShape(x.shape, axes, true));
  const to = offsets(
    x.shape,
    strides.map((stride, axis) => (axes.includes(axis) ? 0 : stride)),
  );
  for (let i = 0; i < to.length; i++) y.data[to[i]!] = join(y.data[to[i]!]!, x.data[i]!);
  return y;
}

/** A reduced value with its axes back at extent 1, so that it broadcasts against `x`. */
export function restoreAxes(
  b: Builder,
  value: Value,
  { x, axes, op }: { x: Value; axes?: readonly number[] | undefined; op: string },
): Value {
  return b.reshape(value, { shape: reducedShape(x.shape, axesOf(op, axes, x.shape), true) });
}

/** Emits an ONNX reduction with its axes as an input. */
export function emitReduce(
  m: OnnxEmitter,
  type: string,
  { x, like, attrs }: { x: string; like: TensorType; attrs: ReduceAttrs },
): string {
  const axes = axesOf(type, attrs.axes, like.shape);
  if (axes.length === 0) return m.node("Identity", [x]);
  const few = type === "ReduceMax" ? null : fewRows(like, axes);
  if (few !== null) {
    const weight = type === "ReduceMean" ? 1 / few.rows : 1;
    const flat = m.node("Reshape", [x, m.int64([few.rows, few.columns])]);
    return m.node("Reshape", [sumOfRows(m, flat, few, weight), m.int64(reducedType(type, like, attrs).shape)]);
  }
  const groups = type === "ReduceMax" ? null : groupsOfRows(like, axes);
  if (groups !== null) return emitTwice(m, type, { x, shape: groups, result: reducedType(type, like, attrs) });
  return m.node(type, [x, m.int64(axes)], { keepdims: Number(attrs.keepDims ?? false) });
}

/** Sum `[1, columns]` of `weight` times each row of `[rows, columns]`, as a product: a third of the time of a reduction. */
export function sumOfRows(m: OnnxEmitter, x: string, { rows }: { readonly rows: number }, weight = 1): string {
  return m.node("MatMul", [m.constant(floatTensor([1, rows], new Array<number>(rows).fill(weight))), x]);
}

/** A reduction of leading axes to few long rows, for which `sumOfRows` is faster; null where it is none. */
export function fewRows(
  { dtype, shape }: TensorType,
  axes: readonly number[],
): { readonly rows: number; readonly columns: number } | null {
  const leading = axes.every((axis, i) => axis === i);
  const [rows, columns] = [sizeOf(shape.slice(0, axes.length)), sizeOf(shape.slice(axes.length))];
  return dtype === "float" && leading && rows > 1 && rows <= mostRows && columns >= fewestColumns
    ? { rows, columns }
    : null;
}

const mostRows = 64;
const fewestColumns = 2048;

/**
 * A long reduction of all leading axes, as `[groups, rows, columns]`, or null where it is none. ONNX Runtime takes a column at a
 * time of `[rows, columns]`, but runs along rows inside groups: 131072 × 32 takes 0.5 ms instead of 12, on two threads.
 */
export function groupsOfRows({ shape }: TensorType, axes: readonly number[]): readonly [number, number, number] | null {
  const leading = axes.length < shape.length && [...axes].sort((a, b) => a - b).every((axis, i) => axis === i);
  const rows = sizeOf(shape.slice(0, axes.length));
  const groups = [16, 12, 8, 20, 24, 10, 14, 18].find((count) => rows % count === 0);
  if (!leading || rows < fewestRows || groups === undefined) return null;
  return [groups, rows / groups, sizeOf(shape.slice(axes.length))];
}

const fewestRows = 1024;

function emitTwice(
  m: OnnxEmitter,
  type: string,
  { x, shape, result }: { x: string; shape: readonly number[]; result: TensorType },
): string {
  const grouped = m.node("Reshape", [x, m.int64(shape)]);
  const partial = m.node(type, [grouped, m.int64([1])], { keepdims: 0 });
  const total = m.node(type, [partial, m.int64([0])], { keepdims: 0 });
  return m.node("Reshape", [total, m.int64(result.shape)]);
}

/** Sample calls of a reduction. */
export const reduceSamples: readonly OpSample[] = [
  { inputs: [spread([2, 3])] },
  { inputs: [spread([2, 3, 4])], attrs: { axes: [1] } },
  { inputs: [spread([2, 3, 4])], attrs: { axes: [0, -1], keepDims: true } },
  { inputs: [spread([5])], attrs: { axes: [0], keepDims: true } },
  { inputs: [spread([32, 33, 2], 1, 2)], attrs: { axes: [0, 1] }, skip: { gradient: "as those above, and slow" } },
  { inputs: [spread([2, 3, 2048], 1, 2)], attrs: { axes: [0, 1] }, skip: { gradient: "as those above, and slow" } },
];

/** A call that every reduction refuses. */
export const reduceRejects: readonly (OpSample & { readonly code: string })[] = [
  { inputs: [spread([3])], attrs: { axes: [1] }, code: "axis-out-of-range" },
  { inputs: [spread([3])], attrs: { axes: [0, -1] }, code: "axis-repeated" },
];
