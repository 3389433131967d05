import { type BinaryOp, defineBinary } from "./elementwise.ts";

/**
 * greater: whether the first exceeds the second, elementwise with broadcasting.
 *   y = 1 where a > b, else 0
 * a, b: number (both of one dtype), shapes that broadcast; y: their common shape, bool.
 * Errors: `shapes-do-not-broadcast`, `dtypes-differ`. Source: ONNX operator Greater.
 */
export const greater: BinaryOp = defineBinary({
  name: "greater",
  to: "bool",
  of: (a, b) => Number(a > b),
  onnx: "Greater",
});
