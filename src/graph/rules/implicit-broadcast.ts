import { broadcastShapes, sameShape, sizeOf } from "../../core/tensor.ts";
import type { Value } from "../graph.ts";
import type { RewriteRule } from "./rule.ts";

const BROADCASTING: ReadonlySet<string> = new Set([
  "add",
  "sub",
  "mul",
  "div",
  "pow",
  "maximum",
  "minimum",
  "equal",
  "greater",
  "less",
  "where",
]);

/** Leaves repetition to the op that reads it: a broadcast operand is read as it was before. */
export const implicitBroadcast: RewriteRule = {
  name: "implicit-broadcast",
  exact: "Elementwise ops repeat operands themselves; the rule acts only where the result keeps its shape.",
  apply(b, { op, inputs, attrs, type }) {
    if (!BROADCASTING.has(op)) return undefined;
    for (const [i, input] of inputs.entries()) {
      const source = narrower(input);
      if (!source) continue;
      const operands = inputs.map((operand, k) => (k === i ? source : operand));
      if (sameShape(operands.map(({ shape }) => shape).reduce(broadcastShapes), type.shape)) {
        return b.apply(op, operands, attrs);
      }
    }
    return undefined;
  },
};

/** What a value repeats: the operand of a broadcast, or the single number behind a reshape. */
function narrower(value: Value): Value | undefined {
  const [source] = value.inputs;
  if (value.op === "broadcastTo") return source;
  if (value.op === "reshape" && sizeOf(source!.shape) === 1 && source!.shape.length < value.shape.length) return source;
  return undefined;
}
