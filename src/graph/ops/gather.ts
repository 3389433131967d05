import { LabError } from "../../core/errors.ts";
import { intTensor, type Shape, type Tensor, type TensorType, zeros } from "../../core/tensor.ts";
import { around, axisOf } from "./axes.ts";
import { defineOp, type Op } from "./op.ts";
import { spread } from "./samples.ts";

/** Attributes of `gather`. */
export type GatherAttrs = { readonly axis: number };

/**
 * gather: picks positions along one axis by an index computed at run time.
 *   y[.., i.., ..] = x[.., index[i..], ..]      the axes of `index` stand where `axis` stood
 * x: any dtype and shape; index: int, any shape, each from 0 to the extent less 1. It has no gradient: where one is
 * needed the index is known beforehand and `gatherSum` is the op. Errors: `axis-out-of-range`, `gather-index` (in
 * `evaluate`). Source: ONNX operator Gather.
 */
export const gather: Op<["x", "index"], GatherAttrs> = defineOp<["x", "index"], GatherAttrs>({
  name: "gather",
  inputs: { x: "any", index: "int" },
  result: ([x, index], { axis }) => ({ dtype: x!.dtype, shape: gatheredShape(x!, index!, axis) }),
  evaluate: ([x, index], { axis }) => {
    const y = zeros(x!.dtype, gatheredShape(x!, index!, axis));
    const { outer, extent, inner } = around(x!.shape, axisOf("gather", axis, x!.shape));
    const count = index!.data.length;
    for (let o = 0; o < outer; o++) {
      for (let i = 0; i < count; i++) {
        const from = (o * extent + checkedIndex(index!, i, extent)) * inner;
        y.data.set(x!.data.subarray(from, from + inner), (o * count + i) * inner);
      }
    }
    return y;
  },
  stack: (b, { inputs: [x, index], stacked, types: [type], attrs: { axis } }) => {
    const at = axisOf("gather", axis, type!.shape);
    if (!stacked[1]) return b.gather(x!, index!, { axis: at + 1 });
    return stacked[0] || at > 0 ? null : b.gather(x!, index!, { axis: 0 });
  },
  onnx: (m, names, { axis }, { inputs }) => m.node("Gather", names, { axis: axisOf("gather", axis, inputs[0]!.shape) }),
  samples: [
    { inputs: [spread([4]), intTensor([], [2])], attrs: { axis: 0 } },
    { inputs: [spread([4, 2]), intTensor([3], [3, 0, 3])], attrs: { axis: 0 } },
    { inputs: [spread([2, 3]), intTensor([2, 2], [0, 1, 2, 0])], attrs: { axis: 1 } },
  ],
  rejects: [
    { inputs: [spread([4]), intTensor([1], [0])], attrs: { axis: 1 }, code: "axis-out-of-range" },
    { inputs: [spread([4]), intTensor([1], [4])], attrs: { axis: 0 }, code: "gather-index" },
  ],
});

function gatheredShape(x: TensorType, index: TensorType, axis: number): Shape {
  const at = axisOf("gather", axis, x.shape);
  return [...x.shape.slice(0, at), ...index.shape, ...x.shape.slice(at + 1)];
}

function checkedIndex(index: Tensor, i: number, extent: number): number {
  const found = index.data[i]!;
  if (found >= 0 && found < extent) return found;
  throw new LabError("gather-index", `gather needs indices from 0 to ${extent - 1}, but element ${i} is ${found}.`);
}
