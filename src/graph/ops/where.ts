import { LabError } from "../../core/errors.ts";
import { broadcastShapes, zeros } from "../../core/tensor.ts";
import { broadcastStrides, offsets } from "./axes.ts";
import { type NoAttrs, sumTo } from "./elementwise.ts";
import { defineOp, type Op } from "./op.ts";
import { boolTensor, spread } from "./samples.ts";
import { stackElementwise } from "./stacked.ts";

/**
 * where: chooses between two values element by element.
 *   y = a where condition, else b
 * condition: bool; a, b: one dtype; all broadcast together; y: the common shape and the dtype of a.
 * Errors: `shapes-do-not-broadcast`, `dtypes-differ`. Source: ONNX operator Where.
 */
export const where: Op<["condition", "a", "b"], NoAttrs> = defineOp<["condition", "a", "b"], NoAttrs>({
  name: "where",
  inputs: { condition: "bool", a: "any", b: "any" },
  result: ([condition, a, b]) => {
    if (a!.dtype !== b!.dtype) {
      throw new LabError(
        "dtypes-differ",
        `where chooses between two of one dtype, but got ${a!.dtype} and ${b!.dtype}.`,
      );
    }
    return { dtype: a!.dtype, shape: broadcastShapes(condition!.shape, broadcastShapes(a!.shape, b!.shape)) };
  },
  evaluate: ([condition, a, b]) => {
    const y = zeros(a!.dtype, broadcastShapes(condition!.shape, broadcastShapes(a!.shape, b!.shape)));
    const [atC, atA, atB] = [condition!, a!, b!].map((x) => offsets(y.shape, broadcastStrides(x.shape, y.shape)));
    for (let i = 0; i < y.data.length; i++) {
      y.data[i] = condition!.data[atC![i]!] ? a!.data[atA![i]!]! : b!.data[atB![i]!]!;
    }
    return y;
  },
  gradient: (b, { inputs: [condition, left, right], g, wanted }) => [
    null,
    wanted[1] ? sumTo(b, b.where(condition!, g, b.scalar(0)), left!) : null,
    wanted[2] ? sumTo(b, b.where(condition!, b.scalar(0), g), right!) : null,
  ],
  stack: stackElementwise("where"),
  onnx: (m, names) => m.node("Where", names),
  samples: [
    { inputs: [boolTensor([2, 3], [1, 0, 1, 0, 0, 1]), spread([2, 3]), spread([2, 3], 3, 5)] },
    { inputs: [boolTensor([3], [1, 0, 1]), spread([2, 1]), spread([])] },
  ],
  rejects: [{ inputs: [boolTensor([2], [1, 0]), spread([3]), spread([])], code: "shapes-do-not-broadcast" }],
});
