import { floatTensor, type Shape, scalar, zeros } from "../../core/tensor.ts";
import { around, axisOf } from "./axes.ts";
import { defineOp, type OnnxEmitter, type Op } from "./op.ts";
import { spread } from "./samples.ts";
import { stackAlongAxis } from "./stacked.ts";

/** Attributes of `argmax`. */
export type ArgmaxAttrs = { readonly axis: number };

/**
 * argmax: where the largest element stands along one axis, the first of them where they tie.
 *   y = argmax_i x[.., i, ..]
 * x: float, any shape; y: int, without that axis. No gradient flows. Errors: `axis-out-of-range`.
 * Source: ONNX operator ArgMax.
 */
export const argmax: Op<["x"], ArgmaxAttrs> = defineOp<["x"], ArgmaxAttrs>({
  name: "argmax",
  inputs: { x: "float" },
  result: ([x], { axis }) => {
    const at = axisOf("argmax", axis, x!.shape);
    return { dtype: "int", shape: x!.shape.filter((_, i) => i !== at) };
  },
  evaluate: ([x], { axis }) => {
    const at = axisOf("argmax", axis, x!.shape);
    const { outer, extent, inner } = around(x!.shape, at);
    const y = zeros(
      "int",
      x!.shape.filter((_, i) => i !== at),
    );
    for (let o = 0; o < outer; o++) {
      for (let i = 0; i < inner; i++) {
        let best = 0;
        const value = (k: number): number => x!.data[(o * extent + k) * inner + i]!;
        for (let k = 1; k < extent; k++) if (value(k) > value(best)) best = k;
        y.data[o * inner + i] = best;
      }
    }
    return y;
  },
  gradient: () => [null],
  stack: stackAlongAxis("argmax"),
  onnx: (m, [x], { axis }, { inputs }) => {
    const at = axisOf("argmax", axis, inputs[0]!.shape);
    if (!m.hasInt64) return firstOfLargest(m, x!, { axis: at, shape: inputs[0]!.shape });
    return m.node("Cast", [m.node("ArgMax", [x!], { axis: at, keepdims: 0 })], { to: 6 });
  },
  samples: [
    { inputs: [spread([5])], attrs: { axis: 0 } },
    { inputs: [spread([4, 3])], attrs: { axis: 0 } },
    { inputs: [floatTensor([4], [1, 3, 3, 2])], attrs: { axis: 0 } },
    { inputs: [spread([2, 3, 4])], attrs: { axis: -1 } },
  ],
  rejects: [{ inputs: [spread([3])], attrs: { axis: 1 }, code: "axis-out-of-range" }],
});

/** The smallest position whose element equals the largest, without the int64 positions that ArgMax gives. */
function firstOfLargest(m: OnnxEmitter, x: string, { axis, shape }: { axis: number; shape: Shape }): string {
  const extent = shape[axis]!;
  const column = shape.map((_, i) => (i === axis ? extent : 1));
  const positions = m.constant(
    floatTensor(
      column,
      Array.from({ length: extent }, (_, i) => i),
    ),
  );
  const largest = m.node("ReduceMax", [x, m.int64([axis])], { keepdims: 1 });
  const ifLargest = m.node("Where", [m.node("Equal", [x, largest]), positions, m.constant(scalar(extent))]);
  return m.node("Cast", [m.node("ReduceMin", [ifLargest, m.int64([axis])], { keepdims: 0 })], { to: 6 });
}
