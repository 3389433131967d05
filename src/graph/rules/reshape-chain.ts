import { sizeOf } from "../../core/tensor.ts";
import type { Value } from "../graph.ts";
import type { Candidate, RewriteRule } from "./rule.ts";

/** Reshapes once instead of twice, and instead of summing over axes of extent 1. */
export const reshapeChain: RewriteRule = {
  name: "reshape-chain",
  exact: "A reshape keeps the elements in order; a sum of one element is that element.",
  apply(b, node) {
    const source = reordersNothing(node);
    return source && b.reshape(source, { shape: node.type.shape });
  },
};

function reordersNothing({ op, inputs: [x], type }: Candidate): Value | undefined {
  if (op === "reshape" && x!.op === "reshape") return x!.inputs[0];
  if (op !== "sum" && op !== "mean" && op !== "reduceMax") return undefined;
  return sizeOf(x!.shape) === sizeOf(type.shape) ? x : undefined;
}
