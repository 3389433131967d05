import { floatTensor, type Shape, type TensorType, zeros } from "../../core/tensor.ts";
import { around, axisOf } from "./axes.ts";
import { defineOp, type OnnxEmitter, type Op, type OpSample } from "./op.ts";
import { emitReduce } from "./reduce.ts";
import { spread } from "./samples.ts";

/** Attributes of `maxPool`: the axis along which the elements of a window lie. */
export type MaxPoolAttrs = { readonly axis: number };

/**
 * maxPool: the largest element of each window, whose elements lie along one axis.
 *   y = max_i x[.., i, ..];  dy/dx = 1 at the first i with x[.., i, ..] = y, else 0
 * x: float, any shape; y: without that axis. Elements that tie are the rule in pictures: wherever a background is even. With the elements
 * of a window row by row, the first of them is the one that PyTorch and Keras choose. Errors: `axis-out-of-range`.
 * Source: ONNX operator MaxPool, whose windows are gathered here already.
 */
export const maxPool: Op<["x"], MaxPoolAttrs> = defineOp<["x"], MaxPoolAttrs>({
  name: "maxPool",
  inputs: { x: "float" },
  result: ([x], attrs) => ({ dtype: "float", shape: pooledShape(x!, attrs) }),
  evaluate: ([x], attrs) => {
    const { extent, inner } = around(x!.shape, axisOf("maxPool", attrs.axis, x!.shape));
    const y = zeros("float", pooledShape(x!, attrs));
    y.data.fill(-Infinity);
    for (const [i, value] of x!.data.entries()) {
      const to = Math.floor(i / (extent * inner)) * inner + (i % inner);
      y.data[to] = Math.max(y.data[to]!, value);
    }
    return y;
  },
  gradient: (b, { inputs: [x], y, g, attrs }) => [b.maxPoolGradient(x!, y, g, attrs)],
  stack: (b, { inputs: [x], types: [type], attrs }) => {
    const at = axisOf("maxPool", attrs.axis, type!.shape);
    const { outer, extent } = around(type!.shape, at);
    if (outer > 1) return b.maxPool(x!, { axis: at + 1 });
    const parts = Array.from({ length: extent }, (_, k) => b.slice(x!, { axis: at + 1, start: k, end: k + 1 }));
    return b.reshape(
      parts.reduce((a, part) => b.maximum(a, part)),
      { shape: x!.shape.filter((_, axis) => axis !== at + 1) },
    );
  },
  onnx: (m, [x], attrs, { inputs: [type] }) => {
    const { outer, extent } = around(type!.shape, axisOf("maxPool", attrs.axis, type!.shape));
    if (outer > 1) return emitReduce(m, "ReduceMax", { x: x!, like: type!, attrs: { axes: [attrs.axis] } });
    // parts of a leading axis are copies of whole blocks, and the gradient reads the same ones
    const parts = slicesOf(m, x!, { axis: axisOf("maxPool", attrs.axis, type!.shape), extent });
    const largest = parts.reduce((a, b) => m.node("Max", [a, b]));
    return m.node("Reshape", [largest, m.int64(pooledShape(type!, attrs))]);
  },
  samples: [
    { inputs: [spread([5])], attrs: { axis: 0 } },
    { inputs: [spread([4, 3])], attrs: { axis: 0 } },
    { inputs: [spread([2, 4, 3])], attrs: { axis: 1 } },
    { inputs: [spread([2, 3, 1])], attrs: { axis: -1 } },
    ...withTies({ skip: { gradient: "ties" } }),
  ],
  rejects: [{ inputs: [spread([3])], attrs: { axis: 1 }, code: "axis-out-of-range" }],
});

/** Shape of a pooled value. Errors: `axis-out-of-range`. */
export function pooledShape({ shape }: TensorType, { axis }: MaxPoolAttrs): Shape {
  const at = axisOf("maxPool", axis, shape);
  return shape.filter((_, i) => i !== at);
}

/** The elements of each window, one after another, with their axis at extent 1. */
export function slicesOf(
  m: OnnxEmitter,
  x: string,
  { axis, extent }: { readonly axis: number; readonly extent: number },
): readonly string[] {
  const [along, one] = [m.int64([axis]), Array.from({ length: extent }, (_, k) => k)];
  return one.map((k) => m.node("Slice", [x, m.int64([k]), m.int64([k + 1]), along]));
}

/** Sample windows whose elements tie in every way, along a leading axis and along a middle one. */
export function withTies({ skip }: Pick<OpSample, "skip">): readonly OpSample[] {
  const windows = Array.from({ length: 81 }, (_, n) => [27, 9, 3, 1].map((digit) => (Math.floor(n / digit) % 3) - 1));
  const leading = floatTensor(
    [4, 81],
    [0, 1, 2, 3].flatMap((k) => windows.map((window) => window[k]!)),
  );
  const middle = floatTensor([81, 4, 1], windows.flat());
  return [
    { inputs: [leading], attrs: { axis: 0 }, skip: { ...skip } },
    { inputs: [middle], attrs: { axis: 1 }, skip: { ...skip } },
  ];
}
