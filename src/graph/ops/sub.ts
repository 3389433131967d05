import { type BinaryOp, defineBinary } from "./elementwise.ts";

/**
 * sub: the difference, elementwise with broadcasting.
 *   y = a - b
 * a, b: number (both of one dtype), shapes that broadcast; y: their common shape.
 * Errors: `shapes-do-not-broadcast`, `dtypes-differ`. Source: ONNX operator Sub.
 */
export const sub: BinaryOp = defineBinary({
  name: "sub",
  of: (a, b) => a - b,
  sides: [(_, { g }) => g, (b, { g }) => b.neg(g)],
  onnx: "Sub",
});
