import { LabError } from "../../core/errors.ts";
import { type Shape, showShape, type TensorType, zeros } from "../../core/tensor.ts";
import { around, axisOf } from "./axes.ts";
import { defineOp, type Op } from "./op.ts";
import { spread } from "./samples.ts";
import { stackAlongAxis } from "./stacked.ts";

/** Attributes of `slice`: positions `start` (included) to `end` (excluded) along `axis`. */
export type SliceAttrs = { readonly axis: number; readonly start: number; readonly end: number };

/**
 * slice: a run of positions along one axis.
 *   y[.., i, ..] = x[.., start + i, ..],  i < end - start
 * x: any dtype and shape; y: extent `end - start` along `axis`. Errors: `axis-out-of-range`, `slice-range`.
 * Source: ONNX operator Slice.
 */
export const slice: Op<["x"], SliceAttrs> = defineOp<["x"], SliceAttrs>({
  name: "slice",
  inputs: { x: "any" },
  result: ([x], attrs) => ({ dtype: x!.dtype, shape: slicedShape(x!, attrs) }),
  evaluate: ([x], attrs) => {
    const y = zeros(x!.dtype, slicedShape(x!, attrs));
    const { outer, extent, inner } = around(x!.shape, axisOf("slice", attrs.axis, x!.shape));
    const length = (attrs.end - attrs.start) * inner;
    for (let o = 0; o < outer; o++) {
      const from = (o * extent + attrs.start) * inner;
      y.data.set(x!.data.subarray(from, from + length), o * length);
    }
    return y;
  },
  gradient: (b, { inputs: [x], g, attrs: { axis, start, end } }) => {
    const extent = x!.shape[axisOf("slice", axis, x!.shape)]!;
    return [b.pad(g, { axis, before: start, after: extent - end })];
  },
  stack: stackAlongAxis("slice"),
  onnx: (m, [x], { axis, start, end }, { inputs }) =>
    m.node("Slice", [x!, m.int64([start]), m.int64([end]), m.int64([axisOf("slice", axis, inputs[0]!.shape)])]),
  samples: [
    { inputs: [spread([5])], attrs: { axis: 0, start: 1, end: 4 } },
    { inputs: [spread([2, 4, 3])], attrs: { axis: 1, start: 0, end: 2 } },
    { inputs: [spread([2, 4, 3])], attrs: { axis: -1, start: 2, end: 3 } },
  ],
  rejects: [
    { inputs: [spread([5])], attrs: { axis: 1, start: 0, end: 1 }, code: "axis-out-of-range" },
    { inputs: [spread([5])], attrs: { axis: 0, start: 3, end: 6 }, code: "slice-range" },
  ],
});

function slicedShape(x: TensorType, { axis, start, end }: SliceAttrs): Shape {
  const at = axisOf("slice", axis, x.shape);
  const extent = x.shape[at]!;
  if (!(Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start < end && end <= extent)) {
    throw new LabError(
      "slice-range",
      `slice needs 0 <= start < end <= ${extent} along axis ${axis} of ${showShape(x.shape)}, but got ${start} to ${end}.`,
    );
  }
  return x.shape.map((size, i) => (i === at ? end - start : size));
}
