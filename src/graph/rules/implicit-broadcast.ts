import { broadcastShapes, sameShape } from "../../core/tensor.ts";
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

/** What a value repeats: the operand of a broadcast, or of a reshape that only puts extents of 1 in front. */
function narrower(value: Value): Value | undefined {
  const [source] = value.inputs;
  if (value.op === "broadcastTo") return source;
  if (value.op !== "reshape") return undefined;
  const added = value.shape.length - source!.shape.length;
  const onlyOnes = added > 0 && value.shape.slice(0, added).every((extent) => extent === 1);
  return onlyOnes && sameShape(value.shape.slice(added), source!.shape) ? source : undefined;
}
