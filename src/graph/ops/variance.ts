import { sizeOf, type TensorType } from "../../core/tensor.ts";
import type { Builder } from "../builder.ts";
import type { Value } from "../graph.ts";
import { axesOf, reducedShape } from "./axes.ts";
import { mapBinary } from "./elementwise.ts";
import { mean } from "./mean.ts";
import { defineOp, type Op } from "./op.ts";
import { emitReduce, type ReduceAttrs, reducedType, reduceRejects, reduceSamples, restoreAxes } from "./reduce.ts";
import { stackReduction } from "./stacked.ts";

/**
 * variance: mean squared distance from the mean along axes (all of them by default).
 *   y = mean over `axes` of (x - m)^2, m the mean of x over them;  dy/dx = 2 (x - m) / n, n the number of elements averaged
 * x: float, any shape; y: without those axes, or with extent 1 there (keepDims). The mean's own part of the gradient is zero and left out.
 * Errors: `axis-out-of-range`, `axis-repeated`. Source: NumPy var.
 */
export const variance: Op<["x"], ReduceAttrs> = defineOp<["x"], ReduceAttrs>({
  name: "variance",
  inputs: { x: "float" },
  result: ([x], attrs) => reducedType("variance", x!, attrs),
  evaluate: ([x], attrs) => {
    const means = mean.evaluate([x!], { ...attrs, keepDims: true });
    return mean.evaluate([mapBinary(x!, means, (value, average) => (value - average) ** 2)], attrs);
  },
  gradient: (b, { inputs: [x], y, g, attrs: { axes } }) => {
    const share = b.mul(g, b.scalar((2 * sizeOf(y.shape)) / sizeOf(x!.shape)));
    const centred = b.sub(x!, against(b, b.mean(x!, reduced(axes)), { x: x!, axes }));
    return [b.mul(centred, against(b, share, { x: x!, axes }))];
  },
  stack: (b, call) => {
    const [x] = call.inputs;
    const centre = {
      ...call.types[0]!,
      shape: reducedShape(call.types[0]!.shape, axesOf("variance", call.attrs.axes, call.types[0]!.shape), true),
    };
    const means = stackedMean(b, { ...call, attrs: { ...call.attrs, keepDims: true }, result: centre });
    const centred = b.sub(x!, means);
    return stackedMean(b, { ...call, inputs: [b.mul(centred, centred)] });
  },
  onnx: (m, [x], attrs, { inputs: [like] }) => {
    const { axes } = attrs;
    const meanAttrs = leads(like!, axes) ? reduced(axes) : { ...reduced(axes), keepDims: true };
    const centred = m.node("Sub", [x!, emitReduce(m, "ReduceMean", { x: x!, like: like!, attrs: meanAttrs })]);
    return emitReduce(m, "ReduceMean", { x: m.node("Mul", [centred, centred]), like: like!, attrs });
  },
  samples: reduceSamples,
  rejects: reduceRejects,
});

const stackedMean = stackReduction("mean");

function reduced(axes: readonly number[] | undefined): ReduceAttrs {
  return axes === undefined ? { keepDims: false } : { axes, keepDims: false };
}

/** A reduced value as it broadcasts against `x`: as it is after leading axes, so that its nodes are those of a plain difference. */
function against(b: Builder, value: Value, { x, axes }: { x: Value; axes: readonly number[] | undefined }): Value {
  return leads(x, axes) ? value : restoreAxes(b, value, { x, axes, op: "variance" });
}

/** Whether a value reduced over these axes broadcasts against x without them. */
function leads(x: TensorType, axes: readonly number[] | undefined): boolean {
  return [...axesOf("variance", axes, x.shape)].sort((p, q) => p - q).every((axis, i) => axis === i);
}
