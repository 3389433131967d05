import { type BinaryOp, defineBinary, mask } from "./elementwise.ts";

/**
 * maximum: the larger of two, elementwise with broadcasting.
 *   y = max(a, b);  where they tie the gradient goes to a
 * a, b: number (both of one dtype), shapes that broadcast; y: their common shape.
 * Errors: `shapes-do-not-broadcast`, `dtypes-differ`. Source: ONNX operator Max.
 */
export const maximum: BinaryOp = defineBinary({
  name: "maximum",
  of: Math.max,
  sides: [
    (b, { inputs, y, g }) => b.mul(g, mask(b, b.equal(inputs[0]!, y))),
    (b, { inputs, g }) => b.mul(g, mask(b, b.greater(inputs[1]!, inputs[0]!))),
  ],
  onnx: "Max",
});
