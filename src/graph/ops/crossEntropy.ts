import { LabError } from "../../core/errors.ts";
import { floatTensor, type Shape, sameShape, showShape, type TensorType } from "../../core/tensor.ts";
import { axisOf } from "./axes.ts";
import { mapBinary, mapUnary } from "./elementwise.ts";
import { logSoftmax } from "./logSoftmax.ts";
import { defineOp, type Op } from "./op.ts";
import { fold } from "./reduce.ts";
import { spread } from "./samples.ts";
import { allStacked, stackReduction } from "./stacked.ts";

/** Attributes of `crossEntropy`: the axis of the classes. */
export type CrossEntropyAttrs = { readonly axis: number };

/**
 * crossEntropy: how far softmax probabilities are from target probabilities, in nats.
 *   y = -sum_k t[k] log softmax(x)[k];  dx = g (softmax(x) - t)
 * scores x: float; targets t: float, same shape, summing to 1 along `axis` as one-hot labels do; y: without that axis.
 * One op rather than three, because the gradient of the whole is shorter than the chain of its parts.
 * Errors: `axis-out-of-range`, `shapes-differ`. Source: PyTorch cross_entropy with class probabilities.
 */
export const crossEntropy: Op<["scores", "targets"], CrossEntropyAttrs> = defineOp<
  ["scores", "targets"],
  CrossEntropyAttrs
>({
  name: "crossEntropy",
  inputs: { scores: "float", targets: "float" },
  result: ([scores, targets], { axis }) => ({ dtype: "float", shape: resultShape(scores!, targets!, axis) }),
  evaluate: ([scores, targets], { axis }) => {
    const terms = mapBinary(
      targets!,
      logSoftmax.evaluate([scores!], { axis }),
      (t, logProbability) => t * logProbability,
    );
    const total = fold("crossEntropy", terms, { attrs: { axes: [axis] }, initial: 0, join: (sum, term) => sum + term });
    return mapUnary(total, (sum) => -sum);
  },
  gradient: (b, { inputs: [scores, targets], g, attrs: { axis }, wanted }) => {
    const at = axisOf("crossEntropy", axis, scores!.shape);
    const each = b.reshape(g, { shape: scores!.shape.map((extent, i) => (i === at ? 1 : extent)) });
    const logProbabilities = b.logSoftmax(scores!, { axis });
    return [
      wanted[0] ? b.mul(each, b.sub(b.exp(logProbabilities), targets!)) : null,
      wanted[1] ? b.neg(b.mul(each, logProbabilities)) : null,
    ];
  },
  stack: (b, call) => {
    const { inputs, types, count, attrs } = call;
    const axis = axisOf("crossEntropy", attrs.axis, types[0]!.shape);
    const [scores] = allStacked(b, call);
    const terms = b.mul(inputs[1]!, b.logSoftmax(scores!, { axis: axis + 1 }));
    const total = stackedSum(b, {
      ...call,
      inputs: [terms],
      stacked: [true],
      types: [types[0]!],
      count,
      attrs: { axes: [axis] },
    });
    return b.neg(total);
  },
  onnx: (m, [scores, targets], { axis }, { inputs }) => {
    const at = axisOf("crossEntropy", axis, inputs[0]!.shape);
    const terms = m.node("Mul", [targets!, m.node("LogSoftmax", [scores!], { axis })]);
    return m.node("Neg", [m.node("ReduceSum", [terms, m.int64([at])], { keepdims: 0 })]);
  },
  samples: [
    { inputs: [spread([3, 2]), floatTensor([3, 2], [0, 1, 1, 0, 0, 0])], attrs: { axis: 0 } },
    { inputs: [spread([2, 3]), floatTensor([2, 3], [0.25, 0.5, 0.25, 0, 0.75, 0.25])], attrs: { axis: -1 } },
  ],
  rejects: [
    { inputs: [spread([3, 2]), spread([3, 2])], attrs: { axis: 2 }, code: "axis-out-of-range" },
    { inputs: [spread([3, 2]), spread([2])], attrs: { axis: 0 }, code: "shapes-differ" },
  ],
});

const stackedSum = stackReduction("sum");

function resultShape(scores: TensorType, targets: TensorType, axis: number): Shape {
  if (!sameShape(scores.shape, targets.shape)) {
    throw new LabError(
      "shapes-differ",
      `crossEntropy needs a target for each score, but the scores are ${showShape(scores.shape)} and the targets ` +
        `${showShape(targets.shape)}.`,
    );
  }
  const at = axisOf("crossEntropy", axis, scores.shape);
  return scores.shape.filter((_, i) => i !== at);
}
