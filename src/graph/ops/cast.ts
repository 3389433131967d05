import { LabError } from "../../core/errors.ts";
import { type DType, intTensor, type Tensor } from "../../core/tensor.ts";
import { mapUnary } from "./elementwise.ts";
import { defineOp, type Op } from "./op.ts";
import { boolTensor, spread } from "./samples.ts";
import { stackElementwise } from "./stacked.ts";

/** Attributes of `cast`. */
export type CastAttrs = { readonly to: DType };

const ONNX_TYPES: { readonly [K in DType]: number } = { float: 1, byte: 2, int: 6, bool: 9 };
const CONVERT: { readonly [K in DType]: (x: number) => number } = {
  float: (x) => x,
  int: (x) => Math.trunc(x),
  byte: (x) => Math.trunc(x),
  bool: (x) => Number(x !== 0),
};

/**
 * cast: changes the dtype.
 *   float to int drops the fraction; anything to bool asks whether it differs from 0; bool to others is 0 or 1
 * x: any dtype and shape; y: dtype `to`, same shape. No gradient flows. Errors: `unknown-dtype`. Source: ONNX operator Cast.
 */
export const cast: Op<["x"], CastAttrs> = defineOp<["x"], CastAttrs>({
  name: "cast",
  inputs: { x: "any" },
  result: ([x], { to }) => {
    if (!(to in CONVERT)) {
      throw new LabError("unknown-dtype", `cast was asked for dtype "${to}", but there are float, int, bool and byte.`);
    }
    return { dtype: to, shape: x!.shape };
  },
  evaluate: ([x], { to }) => mapUnary(x!, CONVERT[to], to),
  gradient: () => [null],
  stack: stackElementwise("cast"),
  onnx: (m, [x], { to }) => m.node("Cast", [x!], { to: ONNX_TYPES[to] }),
  samples: [
    { inputs: [intTensor([3], [-2, 0, 7])], attrs: { to: "float" } },
    { inputs: [boolTensor([2, 2], [1, 0, 0, 1])], attrs: { to: "float" } },
    { inputs: [byteTensor([0, 7, 255])], attrs: { to: "float" } },
    { inputs: [spread([4], -3, 3)], attrs: { to: "int" }, skip: { gradient: "it jumps" } },
  ],
  rejects: [{ inputs: [spread([2])], attrs: { to: "double" }, code: "unknown-dtype" }],
});

function byteTensor(data: readonly number[]): Tensor {
  return { dtype: "byte", shape: [data.length], data: Uint8Array.from(data) };
}
