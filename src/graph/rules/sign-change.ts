import { sameShape, scalar } from "../../core/tensor.ts";
import { constantOf, isNumber } from "./constant.ts";
import type { RewriteRule } from "./rule.ts";

/** Keeps changes of sign cheap: x * -1 is -x, -(-x) is x, -(c x) is (-c) x. */
export const signChange: RewriteRule = {
  name: "sign-change",
  exact: "A change of sign rounds nothing.",
  apply(b, { op, inputs: [x, factor], type }) {
    if (op === "mul" && isNumber(factor, -1) && sameShape(x!.shape, type.shape)) return b.neg(x!);
    if (op === "mul" && isNumber(x, -1) && sameShape(factor!.shape, type.shape)) return b.neg(factor!);
    if (op !== "neg") return undefined;
    if (x!.op === "neg") return x!.inputs[0]!;
    if (x!.op !== "mul") return undefined;
    const [left, right] = x!.inputs;
    const [a, c] = [constantOf(left!), constantOf(right!)];
    if (c?.shape.length === 0) return b.mul(left!, b.constant(scalar(-c.data[0]!)));
    if (a?.shape.length === 0) return b.mul(b.constant(scalar(-a.data[0]!)), right!);
    return undefined;
  },
};
