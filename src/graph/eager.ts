/** The float64 oracle: every op as a function that computes at once. */
import { scalar, type Tensor } from "../core/tensor.ts";
import type { Eager } from "./builder.ts";
import { resultOf } from "./call.ts";
import type { Attrs } from "./graph.ts";
import { methodsOf } from "./methods.ts";
import type { Op } from "./ops/op.ts";

/** Computes one op. Errors: `op-inputs`, `op-input-dtype`, and the op's own. */
export function evaluateOp(op: Op, inputs: readonly Tensor[], attrs: Attrs = {}): Tensor {
  resultOf(op, inputs, attrs);
  return op.evaluate(inputs, attrs);
}

/** All ops, computing at once in float64. */
export const eager: Eager = {
  ...methodsOf<Tensor>(evaluateOp),
  constant: (tensor) => tensor,
  scalar,
};
