import { type BinaryOp, defineBinary, shareOf } from "./elementwise.ts";

/**
 * maximum: the larger of two, elementwise with broadcasting.
 *   y = max(a, b);  where they tie each gets half of the gradient, as in PyTorch
 * a, b: number (both of one dtype), shapes that broadcast; y: their common shape.
 * Errors: `shapes-do-not-broadcast`, `dtypes-differ`. Source: ONNX operator Max.
 */
export const maximum: BinaryOp = defineBinary({
  name: "maximum",
  of: Math.max,
  sides: [
    (b, { inputs: [x, other], g }) => b.mul(g, shareOf(b, b.greater(x!, other!), { tie: b.equal(x!, other!) })),
    (b, { inputs: [other, x], g }) => b.mul(g, shareOf(b, b.less(other!, x!), { tie: b.equal(other!, x!) })),
  ],
  onnx: "Max",
});
