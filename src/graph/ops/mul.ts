import { type BinaryOp, defineBinary } from "./elementwise.ts";

/**
 * mul: the product, elementwise with broadcasting.
 *   y = a b
 * a, b: number (both of one dtype), shapes that broadcast; y: their common shape.
 * Errors: `shapes-do-not-broadcast`, `dtypes-differ`. Source: ONNX operator Mul.
 */
export const mul: BinaryOp = defineBinary({
  name: "mul",
  of: (a, b) => a * b,
  sides: [(b, { inputs, g }) => b.mul(g, inputs[1]!), (b, { inputs, g }) => b.mul(g, inputs[0]!)],
  onnx: "Mul",
});
