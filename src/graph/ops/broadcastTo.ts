import { LabError } from "../../core/errors.ts";
import { broadcastShapes, type Shape, sameShape, showShape, zeros } from "../../core/tensor.ts";
import { broadcastStrides, offsets } from "./axes.ts";
import { sumTo } from "./elementwise.ts";
import { defineOp, type Op } from "./op.ts";
import { spread } from "./samples.ts";

/** Attributes of `broadcastTo`. */
export type BroadcastToAttrs = { readonly shape: Shape };

/**
 * broadcastTo: repeats a value until it has a shape that it broadcasts to.
 * x: any dtype; y: shape `shape`. Errors: `shapes-do-not-broadcast`. Source: ONNX operator Expand.
 */
export const broadcastTo: Op<["x"], BroadcastToAttrs> = defineOp<["x"], BroadcastToAttrs>({
  name: "broadcastTo",
  inputs: { x: "any" },
  result: ([x], { shape }) => {
    if (!sameShape(broadcastShapes(x!.shape, shape), shape)) {
      throw new LabError(
        "shapes-do-not-broadcast",
        `broadcastTo cannot repeat ${showShape(x!.shape)} to ${showShape(shape)}: an axis would shrink.`,
      );
    }
    return { dtype: x!.dtype, shape };
  },
  evaluate: ([x], { shape }) => {
    const y = zeros(x!.dtype, shape);
    const from = offsets(shape, broadcastStrides(x!.shape, shape));
    for (let i = 0; i < from.length; i++) y.data[i] = x!.data[from[i]!]!;
    return y;
  },
  gradient: (b, { inputs, g }) => [sumTo(b, g, inputs[0]!)],
  stack: (b, { inputs: [x], types: [type], attrs: { shape }, count }) => {
    const missing = new Array<number>(shape.length - type!.shape.length).fill(1);
    return b.broadcastTo(b.reshape(x!, { shape: [count, ...missing, ...type!.shape] }), { shape: [count, ...shape] });
  },
  onnx: (m, [x], { shape }) => m.node("Expand", [x!, m.int64(shape)]),
  samples: [
    { inputs: [spread([])], attrs: { shape: [2, 3] } },
    { inputs: [spread([2, 1])], attrs: { shape: [4, 2, 3] } },
  ],
  rejects: [{ inputs: [spread([2, 3])], attrs: { shape: [3] }, code: "shapes-do-not-broadcast" }],
});
