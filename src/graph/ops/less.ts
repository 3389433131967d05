import { type BinaryOp, defineBinary } from "./elementwise.ts";

/**
 * less: whether the first is below the second, elementwise with broadcasting.
 *   y = 1 where a < b, else 0
 * a, b: number (both of one dtype), shapes that broadcast; y: their common shape, bool.
 * Errors: `shapes-do-not-broadcast`, `dtypes-differ`. Source: ONNX operator Less.
 */
export const less: BinaryOp = defineBinary({
  name: "less",
  to: "bool",
  of: (a, b) => Number(a < b),
  onnx: "Less",
});
