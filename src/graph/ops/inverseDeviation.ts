import { zeros } from "../../core/tensor.ts";
import { defineOp, type Op } from "./op.ts";
import { spread } from "./samples.ts";
import { stackRows } from "./stacked.ts";
import { normalization, rowsOf, type StandardizeAttrs } from "./standardize.ts";

/**
 * inverseDeviation: the factor by which `standardize` scales a row.
 *   y = 1 / sqrt(variance x + epsilon), the variance along the last axis
 * x: float [.., n]; y: [.., 1]. Not differentiable here. Source: ONNX operator LayerNormalization, its third result.
 */
export const inverseDeviation: Op<["x"], StandardizeAttrs> = defineOp<["x"], StandardizeAttrs>({
  name: "inverseDeviation",
  inputs: { x: "float" },
  result: ([x]) => ({ dtype: "float", shape: [...x!.shape.slice(0, -1), 1] }),
  evaluate: ([x], { epsilon }) => {
    const y = zeros("float", [...x!.shape.slice(0, -1), 1]);
    for (const [row, { scale }] of rowsOf(x!, epsilon).entries()) y.data[row] = scale;
    return y;
  },
  stack: stackRows("inverseDeviation"),
  onnx: (m, [x], attrs, { inputs }) => normalization(m, x!, { attrs, size: inputs[0]!.shape.at(-1)! })[2]!,
  samples: [
    { inputs: [spread([3, 5])], attrs: { epsilon: 1e-6 } },
    { inputs: [spread([2, 3, 4], -1, 3)], attrs: { epsilon: 1e-2 } },
  ],
});
