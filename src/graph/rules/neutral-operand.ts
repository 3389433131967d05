import { sameShape } from "../../core/tensor.ts";
import type { Value } from "../graph.ts";
import { isNumber } from "./constant.ts";
import type { Candidate, RewriteRule } from "./rule.ts";

/** Drops an operand that changes nothing: + 0, - 0, * 1, / 1, to the power 1. */
export const neutralOperand: RewriteRule = {
  name: "neutral-operand",
  exact: "For every number, infinities and NaN included, but that -0 + 0 keeps its sign.",
  apply(_, node) {
    const kept = neutral(node);
    return kept && sameShape(kept.shape, node.type.shape) ? kept : undefined;
  },
};

function neutral({ op, inputs: [a, b] }: Candidate): Value | undefined {
  if (op === "add") return isNumber(b, 0) ? a : isNumber(a, 0) ? b : undefined;
  if (op === "mul") return isNumber(b, 1) ? a : isNumber(a, 1) ? b : undefined;
  if (op === "sub") return isNumber(b, 0) ? a : undefined;
  if (op === "div" || op === "pow") return isNumber(b, 1) ? a : undefined;
  return undefined;
}
