import { type BinaryOp, defineBinary } from "./elementwise.ts";

/**
 * add: the sum, elementwise with broadcasting.
 *   y = a + b
 * a, b: number (both of one dtype), shapes that broadcast; y: their common shape.
 * Errors: `shapes-do-not-broadcast`, `dtypes-differ`. Source: ONNX operator Add.
 */
export const add: BinaryOp = defineBinary({
  name: "add",
  of: (a, b) => a + b,
  sides: [(_, { g }) => g, (_, { g }) => g],
  onnx: "Add",
});
