import { floatTensor } from "../../core/tensor.ts";
import { mapUnary, type NoAttrs } from "./elementwise.ts";
import { errorFunction } from "./erf.ts";
import { defineOp, type Op } from "./op.ts";
import { spread } from "./samples.ts";
import { stackElementwise } from "./stacked.ts";

const logOfHeight = -0.5 * Math.log(2 * Math.PI);

/**
 * geluSlope: the derivative of `gelu`, elementwise.
 *   y = Φ(x) + x φ(x), with Φ(x) = (1 + erf(x / sqrt 2)) / 2 and φ(x) = exp(-x^2 / 2) / sqrt(2 pi)
 * x: float, any shape; y: same shape. Not differentiable here. Source: Hendrycks & Gimpel 2016, arXiv:1606.08415.
 */
export const geluSlope: Op<["x"], NoAttrs> = defineOp<["x"], NoAttrs>({
  name: "geluSlope",
  inputs: { x: "float" },
  result: ([x]) => ({ dtype: "float", shape: x!.shape }),
  evaluate: ([x]) =>
    mapUnary(x!, (t) => 0.5 * (1 + errorFunction(t * Math.SQRT1_2)) + t * Math.exp(logOfHeight - 0.5 * t * t)),
  stack: stackElementwise("geluSlope"),
  onnx: (m, [x]) => {
    const number = (value: number): string => m.constant(floatTensor([], [value]));
    const root = m.node("Mul", [x!, number(Math.SQRT1_2)]);
    const share = m.node("HardSigmoid", [m.node("Erf", [root])], { alpha: { float: 0.5 }, beta: { float: 0.5 } }); // (1 + erf) / 2
    const density = m.node("Exp", [m.node("Sub", [number(logOfHeight), m.node("Mul", [root, root])])]);
    return m.node("Add", [share, m.node("Mul", [x!, density])]);
  },
  samples: [{ inputs: [spread([2, 5], -3, 3)] }, { inputs: [spread([6], -8, 8)] }],
});
