import { LabError } from "../../core/errors.ts";
import { type Shape, showShape, sizeOf } from "../../core/tensor.ts";
import { defineOp, type Op } from "./op.ts";
import { spread } from "./samples.ts";

/** Attributes of `reshape`. */
export type ReshapeAttrs = { readonly shape: Shape };

/**
 * reshape: the same elements in the same row-major order, under another shape.
 * x: any dtype and shape; y: shape `shape`, of as many elements. Errors: `reshape-size`. Source: ONNX operator Reshape.
 */
export const reshape: Op<["x"], ReshapeAttrs> = defineOp<["x"], ReshapeAttrs>({
  name: "reshape",
  inputs: { x: "any" },
  result: ([x], { shape }) => {
    if (sizeOf(shape) !== sizeOf(x!.shape)) {
      throw new LabError(
        "reshape-size",
        `reshape keeps the number of elements, but ${showShape(x!.shape)} holds ${sizeOf(x!.shape)} and ` +
          `${showShape(shape)} holds ${sizeOf(shape)}.`,
      );
    }
    return { dtype: x!.dtype, shape };
  },
  evaluate: ([x], { shape }) => ({ ...x!, shape }),
  gradient: (b, { inputs, g }) => [b.reshape(g, { shape: inputs[0]!.shape })],
  stack: (b, { inputs: [x], attrs: { shape }, count }) => b.reshape(x!, { shape: [count, ...shape] }),
  onnx: (m, [x], { shape }) => m.node("Reshape", [x!, m.int64(shape)]),
  samples: [
    { inputs: [spread([2, 3])], attrs: { shape: [3, 2] } },
    { inputs: [spread([4])], attrs: { shape: [1, 2, 2] } },
    { inputs: [spread([1, 1])], attrs: { shape: [] } },
  ],
  rejects: [{ inputs: [spread([2, 3])], attrs: { shape: [4] }, code: "reshape-size" }],
});
