import { LabError } from "../../core/errors.ts";
import { type Shape, type TensorType, zeros } from "../../core/tensor.ts";
import { around, axisOf } from "./axes.ts";
import { defineOp, type Op } from "./op.ts";
import { spread } from "./samples.ts";
import { stackAlongAxis } from "./stacked.ts";

/** Attributes of `pad`: how many zeros to put before and after, along `axis`. */
export type PadAttrs = { readonly axis: number; readonly before: number; readonly after: number };

/**
 * pad: puts zeros before and after along one axis.
 * x: float, any shape; y: extent larger by `before + after` along `axis`. Errors: `axis-out-of-range`, `pad-amount`.
 * Source: ONNX operator Pad.
 */
export const pad: Op<["x"], PadAttrs> = defineOp<["x"], PadAttrs>({
  name: "pad",
  inputs: { x: "float" },
  result: ([x], attrs) => ({ dtype: "float", shape: paddedShape(x!, attrs) }),
  evaluate: ([x], attrs) => {
    const y = zeros("float", paddedShape(x!, attrs));
    const { outer, extent, inner } = around(x!.shape, axisOf("pad", attrs.axis, x!.shape));
    const padded = attrs.before + extent + attrs.after;
    for (let o = 0; o < outer; o++) {
      const from = o * extent * inner;
      y.data.set(x!.data.subarray(from, from + extent * inner), (o * padded + attrs.before) * inner);
    }
    return y;
  },
  gradient: (b, { inputs: [x], g, attrs: { axis, before } }) => {
    const extent = x!.shape[axisOf("pad", axis, x!.shape)]!;
    return [b.slice(g, { axis, start: before, end: before + extent })];
  },
  stack: stackAlongAxis("pad"),
  onnx: (m, [x], { axis, before, after }, { inputs }) => {
    const { shape } = inputs[0]!;
    const at = axisOf("pad", axis, shape);
    const amounts = [before, after].flatMap((amount) => shape.map((_, i) => (i === at ? amount : 0)));
    return m.node("Pad", [x!, m.int64(amounts)]);
  },
  samples: [
    { inputs: [spread([3])], attrs: { axis: 0, before: 1, after: 2 } },
    { inputs: [spread([2, 3, 2])], attrs: { axis: 1, before: 0, after: 1 } },
  ],
  rejects: [{ inputs: [spread([3])], attrs: { axis: 0, before: -1, after: 0 }, code: "pad-amount" }],
});

function paddedShape(x: TensorType, { axis, before, after }: PadAttrs): Shape {
  const at = axisOf("pad", axis, x.shape);
  if (![before, after].every((amount) => Number.isInteger(amount) && amount >= 0)) {
    throw new LabError(
      "pad-amount",
      `pad needs whole amounts of at least 0, but got ${before} before and ${after} after.`,
    );
  }
  return x.shape.map((size, i) => (i === at ? before + size + after : size));
}
