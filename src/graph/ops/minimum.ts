import { type BinaryOp, defineBinary, mask } from "./elementwise.ts";

/**
 * minimum: the smaller of two, elementwise with broadcasting.
 *   y = min(a, b);  where they tie the gradient goes to a
 * a, b: number (both of one dtype), shapes that broadcast; y: their common shape.
 * Errors: `shapes-do-not-broadcast`, `dtypes-differ`. Source: ONNX operator Min.
 */
export const minimum: BinaryOp = defineBinary({
  name: "minimum",
  of: Math.min,
  sides: [
    (b, { inputs, y, g }) => b.mul(g, mask(b, b.equal(inputs[0]!, y))),
    (b, { inputs, g }) => b.mul(g, mask(b, b.less(inputs[1]!, inputs[0]!))),
  ],
  onnx: "Min",
});
