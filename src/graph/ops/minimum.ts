import { type BinaryOp, defineBinary, shareOf } from "./elementwise.ts";

/**
 * minimum: the smaller of two, elementwise with broadcasting.
 *   y = min(a, b);  where they tie each gets half of the gradient, as in PyTorch
 * a, b: number (both of one dtype), shapes that broadcast; y: their common shape.
 * Errors: `shapes-do-not-broadcast`, `dtypes-differ`. Source: ONNX operator Min.
 */
export const minimum: BinaryOp = defineBinary({
  name: "minimum",
  of: Math.min,
  sides: [
    (b, { inputs: [x, other], g }) => b.mul(g, shareOf(b, b.less(x!, other!), { tie: b.equal(x!, other!) })),
    (b, { inputs: [other, x], g }) => b.mul(g, shareOf(b, b.greater(other!, x!), { tie: b.equal(other!, x!) })),
  ],
  onnx: "Min",
});
