import { LabError } from "../../core/errors.ts";
import { type Shape, showShape, stridesOf, zeros } from "../../core/tensor.ts";
import { offsets } from "./axes.ts";
import { defineOp, type Op } from "./op.ts";
import { spread } from "./samples.ts";

/** Attributes of `transpose`: axis i of the result is axis `perm[i]` of the operand. */
export type TransposeAttrs = { readonly perm: readonly number[] };

/**
 * transpose: reorders axes.
 *   y.shape[i] = x.shape[perm[i]]
 * x: any dtype, any shape; y: the same elements. Errors: `transpose-perm`. Source: ONNX operator Transpose.
 */
export const transpose: Op<["x"], TransposeAttrs> = defineOp<["x"], TransposeAttrs>({
  name: "transpose",
  inputs: { x: "any" },
  result: ([x], { perm }) => ({ dtype: x!.dtype, shape: permuted(x!.shape, perm) }),
  evaluate: ([x], { perm }) => {
    const y = zeros(x!.dtype, permuted(x!.shape, perm));
    const strides = stridesOf(x!.shape);
    const from = offsets(
      y.shape,
      perm.map((axis) => strides[axis]!),
    );
    for (let i = 0; i < from.length; i++) y.data[i] = x!.data[from[i]!]!;
    return y;
  },
  gradient: (b, { g, attrs: { perm } }) => [b.transpose(g, { perm: perm.map((_, axis) => perm.indexOf(axis)) })],
  stack: (b, { inputs: [x], attrs: { perm } }) => b.transpose(x!, { perm: [0, ...perm.map((axis) => axis + 1)] }),
  onnx: (m, [x], { perm }) => m.node("Transpose", [x!], { perm }),
  samples: [
    { inputs: [spread([2, 3])], attrs: { perm: [1, 0] } },
    { inputs: [spread([2, 3, 4])], attrs: { perm: [2, 0, 1] } },
  ],
  rejects: [{ inputs: [spread([2, 3])], attrs: { perm: [0, 0] }, code: "transpose-perm" }],
});

function permuted(shape: Shape, perm: readonly number[]): Shape {
  if (perm.length !== shape.length || shape.some((_, axis) => !perm.includes(axis))) {
    throw new LabError(
      "transpose-perm",
      `transpose needs every axis of ${showShape(shape)} once, but got the order [${perm.join(", ")}].`,
    );
  }
  return perm.map((axis) => shape[axis]!);
}
