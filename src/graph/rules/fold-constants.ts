import { sizeOf } from "../../core/tensor.ts";
import { opNamed } from "../call.ts";
import { constantOf } from "./constant.ts";
import type { RewriteRule } from "./rule.ts";

/** Computes nodes of constants when the graph is built, unless the result is larger than what it is made from. */
export const foldConstants: RewriteRule = {
  name: "fold-constants",
  exact: "It calls the op's own reference meaning.",
  apply(b, { op, inputs, attrs, type }) {
    const tensors = inputs.flatMap((input) => constantOf(input) ?? []);
    if (tensors.length < inputs.length) return undefined;
    if (sizeOf(type.shape) > Math.max(...tensors.map(({ data }) => data.length))) return undefined;
    return b.constant(opNamed(op).evaluate(tensors, attrs));
  },
};
