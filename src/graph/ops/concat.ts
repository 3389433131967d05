import { LabError } from "../../core/errors.ts";
import { type Shape, showShape, type TensorType, zeros } from "../../core/tensor.ts";
import { around, axisOf } from "./axes.ts";
import { defineOp, type Op } from "./op.ts";
import { spread } from "./samples.ts";
import { stackAlongAxis } from "./stacked.ts";

/** Attributes of `concat`. */
export type ConcatAttrs = { readonly axis: number };

/**
 * concat: puts values one after another along one axis.
 * inputs: at least one, of one dtype, equal in shape but for `axis`; y: their extents added along `axis`.
 * Errors: `axis-out-of-range`, `concat-shapes`. Source: ONNX operator Concat.
 */
export const concat: Op<readonly string[], ConcatAttrs> = defineOp<readonly string[], ConcatAttrs>({
  name: "concat",
  inputs: { x: "any" },
  variadic: true,
  result: (inputs, { axis }) => ({ dtype: inputs[0]?.dtype ?? "float", shape: joinedShape(inputs, axis) }),
  evaluate: (inputs, { axis }) => {
    const y = zeros(inputs[0]!.dtype, joinedShape(inputs, axis));
    const at = axisOf("concat", axis, y.shape);
    const { outer, extent, inner } = around(y.shape, at);
    let before = 0;
    for (const x of inputs) {
      const length = x.shape[at]! * inner;
      for (let o = 0; o < outer; o++) {
        y.data.set(x.data.subarray(o * length, (o + 1) * length), o * extent * inner + before);
      }
      before += length;
    }
    return y;
  },
  gradient: (b, { inputs, g, attrs: { axis }, wanted }) => {
    const at = axisOf("concat", axis, g.shape);
    let start = 0;
    return inputs.map((x, i) => {
      const end = start + x.shape[at]!;
      const part = wanted[i] ? b.slice(g, { axis: at, start, end }) : null;
      start = end;
      return part;
    });
  },
  stack: stackAlongAxis("concat"),
  onnx: (m, names, { axis }, { result }) => m.node("Concat", names, { axis: axisOf("concat", axis, result.shape) }),
  samples: [
    { inputs: [spread([2]), spread([3])], attrs: { axis: 0 } },
    { inputs: [spread([2, 1, 2]), spread([2, 3, 2]), spread([2, 2, 2])], attrs: { axis: 1 } },
    { inputs: [spread([2, 2])], attrs: { axis: -1 } },
  ],
  rejects: [
    { inputs: [spread([2, 3]), spread([3, 2])], attrs: { axis: 0 }, code: "concat-shapes" },
    { inputs: [spread([2])], attrs: { axis: 1 }, code: "axis-out-of-range" },
  ],
});

function joinedShape(inputs: readonly TensorType[], axis: number): Shape {
  const [first] = inputs;
  if (!first) throw new LabError("concat-shapes", "concat needs at least one value, but got none.");
  const at = axisOf("concat", axis, first.shape);
  for (const x of inputs) {
    const fits = x.shape.length === first.shape.length && x.dtype === first.dtype;
    if (!fits || x.shape.some((size, i) => i !== at && size !== first.shape[i])) {
      const found = inputs.map((input) => `${input.dtype} ${showShape(input.shape)}`).join(", ");
      throw new LabError(
        "concat-shapes",
        `concat along axis ${axis} needs one dtype and equal other axes, but got ${found}.`,
      );
    }
  }
  return first.shape.map((size, i) => (i === at ? inputs.reduce((sum, x) => sum + x.shape[at]!, 0) : size));
}
