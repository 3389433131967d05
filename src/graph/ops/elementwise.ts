/**
 * Elementwise ops: maps over one or two operands with broadcasting, and the shortest way to define such an op.
 *
 * A gradient with respect to a broadcast operand is summed back to its shape here, once, for all of them.
 */
import { LabError } from "../../core/errors.ts";
import { broadcastShapes, type DType, sameShape, type Tensor, type TensorType, zeros } from "../../core/tensor.ts";
import type { Builder } from "../builder.ts";
import type { Value } from "../graph.ts";
import { broadcastStrides, offsets } from "./axes.ts";
import { defineOp, type GradientCall, type InputKind, type Op, type OpSample } from "./op.ts";
import { spread } from "./samples.ts";
import { stackElementwise } from "./stacked.ts";

/** Attributes of an op that has none. */
export type NoAttrs = Record<never, never>;

/** An op of one operand and no attributes. */
export type UnaryOp = Op<["x"], NoAttrs>;

/** An op of two operands that broadcast together, and no attributes. */
export type BinaryOp = Op<["a", "b"], NoAttrs>;

/** Applies `f` to every element; the result has x's shape and, unless said otherwise, its dtype. */
export function mapUnary(x: Tensor, f: (x: number) => number, dtype: DType = x.dtype): Tensor {
  const y = zeros(dtype, x.shape);
  for (let i = 0; i < y.data.length; i++) y.data[i] = f(x.data[i]!);
  return y;
}

/** Applies `f` to every pair of elements of the operands broadcast together. */
export function mapBinary(a: Tensor, b: Tensor, f: (a: number, b: number) => number, dtype: DType = a.dtype): Tensor {
  const y = zeros(dtype, broadcastShapes(a.shape, b.shape));
  const atA = places(a, y);
  const atB = places(b, y);
  for (let i = 0; i < y.data.length; i++) y.data[i] = f(a.data[atA(i)]!, b.data[atB(i)]!);
  return y;
}

/** Where element i of `y` reads the broadcast operand `x`. */
function places(x: Tensor, y: TensorType): (i: number) => number {
  if (sameShape(x.shape, y.shape)) return (i) => i;
  if (x.data.length === 1) return () => 0;
  const table = offsets(y.shape, broadcastStrides(x.shape, y.shape));
  return (i) => table[i]!;
}

/**
 * Sums a gradient over the axes along which a value of shape `like` was broadcast. A sign, and a factor that is the same along
 * those axes, wait until the sum is small; the sum of what is left is then often one that is there already.
 */
export function sumTo(b: Builder, g: Value, like: TensorType): Value {
  if (sameShape(g.shape, like.shape)) return g;
  if (g.op === "neg") return b.neg(sumTo(b, g.inputs[0]!, like));
  if (g.op === "mul") {
    const at = g.inputs.findIndex(({ shape }) => sameShape(shape, like.shape));
    const other = g.inputs[1 - at];
    if (at >= 0 && sameShape(other!.shape, g.shape)) return b.mul(sumTo(b, other!, like), g.inputs[at]!);
  }
  const lead = g.shape.length - like.shape.length;
  const axes = g.shape.flatMap((extent, axis) => {
    const repeated = axis < lead || (like.shape[axis - lead] === 1 && extent !== 1);
    return repeated ? [axis] : [];
  });
  return b.reshape(b.sum(g, { axes }), { shape: like.shape });
}

/** A 0-or-1 float from a comparison. */
export function mask(b: Builder, condition: Value): Value {
  return b.cast(condition, { to: "float" });
}

/** One where a comparison holds, a half where the two compared tie, else zero. */
export function shareOf(b: Builder, holds: Value, { tie }: { readonly tie: Value }): Value {
  return b.add(mask(b, holds), b.mul(b.scalar(0.5), mask(b, tie)));
}

/**
 * Defines an elementwise op of one float operand. `slope` is dy/dx as a value (absent: the gradient is zero);
 * `onnx` the operator of the same meaning, or how to write it.
 */
export function defineUnary(spec: {
  readonly name: string;
  readonly of: (x: number) => number;
  readonly slope?: (b: Builder, x: Value, y: Value) => Value;
  readonly onnx: string | UnaryOp["onnx"];
  readonly samples: readonly OpSample[];
}): UnaryOp {
  const { slope, onnx } = spec;
  return defineOp({
    name: spec.name,
    inputs: { x: "float" },
    result: ([x]) => ({ dtype: "float", shape: x!.shape }),
    evaluate: ([x]) => mapUnary(x!, spec.of),
    gradient: (b, { inputs, y, g }) => [slope ? b.mul(g, slope(b, inputs[0]!, y)) : null],
    stack: stackElementwise(spec.name),
    onnx: typeof onnx === "string" ? (m, [x]) => m.node(onnx, [x!]) : onnx,
    samples: spec.samples,
  });
}

/** How a binary op's gradient reaches one operand, before it is summed to the operand's shape. */
type Side = (b: Builder, call: GradientCall<NoAttrs>) => Value;

/** Defines an elementwise op of two operands of one dtype that broadcast together. `sides` absent: no gradient flows. */
export function defineBinary(spec: {
  readonly name: string;
  readonly of: (a: number, b: number) => number;
  readonly to?: DType;
  readonly kind?: InputKind;
  readonly sides?: readonly [Side, Side];
  readonly onnx: string | BinaryOp["onnx"];
  readonly samples?: readonly OpSample[];
}): BinaryOp {
  const { sides, onnx, kind = "number" } = spec;
  return defineOp({
    name: spec.name,
    inputs: { a: kind, b: kind },
    result: ([a, b]) => {
      const dtype = sameDType(spec.name, a!, b!);
      return { dtype: spec.to ?? dtype, shape: broadcastShapes(a!.shape, b!.shape) };
    },
    evaluate: ([a, b]) => mapBinary(a!, b!, spec.of, spec.to),
    gradient: (b, call) =>
      call.inputs.map((x, i) => (sides && call.wanted[i] ? sumTo(b, sides[i as 0 | 1](b, call), x) : null)),
    stack: stackElementwise(spec.name),
    onnx: typeof onnx === "string" ? (m, [a, b]) => m.node(onnx, [a!, b!]) : onnx,
    samples: spec.samples ?? binarySamples(-2, 2),
    rejects: [{ inputs: [spread([2, 3]), spread([2, 4])], code: "shapes-do-not-broadcast" }],
  });
}

/** Sample calls of a binary op: equal shapes, a row, a column against a row, and a scalar. */
export function binarySamples(low: number, high: number): readonly OpSample[] {
  const left = spread([2, 3], low, high);
  const row = spread([1, 3], low * 0.93, high * 0.97);
  const column = spread([4, 2, 1], low * 0.91, high * 0.89);
  const number = spread([], low * 0.8, high * 0.7);
  return [
    { inputs: [left, spread([2, 3], high * 0.99, low * 0.98)] },
    { inputs: [left, row] },
    { inputs: [row, column] },
    { inputs: [left, number] },
    { inputs: [number, left] },
    { inputs: [number, spread([], low * 0.7, high * 0.9)] },
  ];
}

function sameDType(op: string, a: TensorType, b: TensorType): DType {
  if (a.dtype === b.dtype) return a.dtype;
  throw new LabError("dtypes-differ", `${op} needs two operands of one dtype, but got ${a.dtype} and ${b.dtype}.`);
}
