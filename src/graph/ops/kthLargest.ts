import { LabError } from "../../core/errors.ts";
import { floatTensor } from "../../core/tensor.ts";
import { mask } from "./elementwise.ts";
import { defineOp, type Op } from "./op.ts";
import { spread } from "./samples.ts";

/** Attributes of `kthLargest`: which element, 1 being the largest. */
export type KthLargestAttrs = { readonly k: number };

/**
 * kthLargest: the element of a vector that k - 1 others are not below.
 *   y = x_(k), x_(1) ≥ x_(2) ≥ …;  dy/dx = 1 / n at each of the n elements with x = y, else 0
 * Elements that tie share the gradient evenly. Deviation: PyTorch's kthvalue and topk give it to one that they do not specify.
 * x: float [n]; y: float [1]. Errors: `kth-out-of-range`. Source: ONNX operator TopK.
 */
export const kthLargest: Op<["x"], KthLargestAttrs> = defineOp<["x"], KthLargestAttrs>({
  name: "kthLargest",
  inputs: { x: "float" },
  result: ([x], { k }) => {
    const [size] = x!.shape;
    if (x!.shape.length !== 1 || !Number.isInteger(k) || k < 1 || k > size!) {
      throw new LabError("kth-out-of-range", `kthLargest takes a vector of at least k = ${k} elements.`, {
        k,
        shape: x!.shape,
      });
    }
    return { dtype: "float", shape: [1] };
  },
  evaluate: ([x], { k }) => floatTensor([1], [Float64Array.from(x!.data).sort().at(-k)!]),
  gradient: (b, { inputs: [x], y, g }) => {
    const those = mask(b, b.equal(x!, y));
    return [b.mul(those, b.div(g, b.sum(those)))];
  },
  onnx: (m, [x], { k }) => {
    const [largest] = m.nodes("TopK", [x!, m.int64([k])], 2, { axis: 0, largest: 1, sorted: 1 });
    return m.node("Slice", [largest!, m.int64([k - 1]), m.int64([k])]);
  },
  samples: [
    { inputs: [spread([5])], attrs: { k: 1 } },
    { inputs: [spread([6])], attrs: { k: 4 } },
    { inputs: [floatTensor([4], [1, 3, 3, 2])], attrs: { k: 2 }, skip: { gradient: "ties" } },
  ],
  rejects: [
    { inputs: [spread([3])], attrs: { k: 4 }, code: "kth-out-of-range" },
    { inputs: [spread([3, 2])], attrs: { k: 1 }, code: "kth-out-of-range" },
  ],
});
