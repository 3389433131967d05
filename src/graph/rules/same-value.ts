import { type Shape, sameShape } from "../../core/tensor.ts";
import type { Attrs } from "../graph.ts";
import { axesOf } from "../ops/axes.ts";
import type { RewriteRule } from "./rule.ts";

/** Drops a node whose result is its operand: a reshape to the same shape, a cast to the same dtype, a whole slice. */
export const sameValue: RewriteRule = {
  name: "same-value",
  exact: "Elements, order, shape and dtype are the operand's.",
  apply(_, { op, inputs, attrs, type }) {
    const [x] = inputs;
    if (!x || x.dtype !== type.dtype || !sameShape(x.shape, type.shape)) return undefined;
    return keepsOperand(op, { count: inputs.length, attrs, shape: x.shape }) ? x : undefined;
  },
};

/** Whether an op that has kept dtype and shape has kept every element in its place. */
function keepsOperand(op: string, { count, attrs, shape }: { count: number; attrs: Attrs; shape: Shape }): boolean {
  if (op === "reshape" || op === "broadcastTo" || op === "cast" || op === "slice" || op === "pad") return true;
  if (op === "concat") return count === 1;
  if (op === "transpose") return (attrs.perm as readonly number[]).every((axis, i) => axis === i);
  if (op === "sum" || op === "mean" || op === "reduceMax") {
    return axesOf(op, attrs.axes as readonly number[] | undefined, shape).every((axis) => shape[axis] === 1);
  }
  return false;
}
