import { scalar } from "../../core/tensor.ts";
import { mapUnary, mask } from "./elementwise.ts";
import { defineOp, type Op } from "./op.ts";
import { spread } from "./samples.ts";
import { stackElementwise } from "./stacked.ts";

/** Bounds of `clip`; an absent one does not bound. */
export type ClipAttrs = { readonly min?: number; readonly max?: number };

/**
 * clip: bounds every element.
 *   y = min(max(x, min), max);  dy/dx = 1 where x stays itself (bounds included), else 0
 * x: float, any shape; y: same shape. Source: ONNX operator Clip.
 */
export const clip: Op<["x"], ClipAttrs> = defineOp<["x"], ClipAttrs>({
  name: "clip",
  inputs: { x: "float" },
  result: ([x]) => ({ dtype: "float", shape: x!.shape }),
  evaluate: ([x], { min = -Infinity, max = Infinity }) => mapUnary(x!, (value) => Math.min(Math.max(value, min), max)),
  gradient: (b, { inputs, y, g }) => [b.mul(g, mask(b, b.equal(inputs[0]!, y)))],
  stack: stackElementwise("clip"),
  onnx: (m, [x], { min, max }) => {
    const bound = (value: number | undefined): string => (value === undefined ? "" : m.constant(scalar(value)));
    return m.node("Clip", [x!, bound(min), bound(max)]);
  },
  samples: [
    { inputs: [spread([2, 3])], attrs: { min: -1, max: 0.5 } },
    { inputs: [spread([5])], attrs: { min: 0 } },
    { inputs: [spread([5])], attrs: { max: 0 } },
  ],
});
