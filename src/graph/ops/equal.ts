import { type BinaryOp, defineBinary } from "./elementwise.ts";

/**
 * equal: whether two are equal, elementwise with broadcasting.
 *   y = 1 where a = b, else 0
 * a, b: number (both of one dtype), shapes that broadcast; y: their common shape, bool.
 * Errors: `shapes-do-not-broadcast`, `dtypes-differ`. Source: ONNX operator Equal.
 */
export const equal: BinaryOp = defineBinary({
  name: "equal",
  to: "bool",
  of: (a, b) => Number(a === b),
  onnx: "Equal",
});
