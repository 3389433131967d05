/**
 * Top-5 accuracy: an example counts where fewer than five logits exceed its label's.
 */
import { intTensor, type TensorType } from "../core/tensor.ts";
import type { Ops } from "../graph/builder.ts";
import type { ImageData } from "./task.ts";

/** Classes above which top-5 accuracy is told beside accuracy. */
const fewClasses = 10;

/** Whether top-5 accuracy is told beside accuracy. */
export function tellsTopFive({ classes }: Pick<ImageData, "classes">): boolean {
  return classes.length > fewClasses;
}

/** 1 for each example whose label is among the five largest logits, else 0: float `[batch]`. logits `[classes, batch]`, labels int `[batch]`. */
export function topFiveHits<V extends TensorType>(ops: Ops<V>, logits: V, labels: V): V {
  const [classes, batch] = logits.shape as [number, number];
  const indices = Array.from({ length: classes }, (_, k) => k);
  const every = ops.constant(intTensor([classes, 1], indices));
  const isLabel = ops.equal(ops.reshape(labels, { shape: [1, batch] }), every);
  const own = ops.sum(ops.where(isLabel, logits, ops.scalar(0)), { axes: [0], keepDims: true }); // [1, batch]
  const above = ops.sum(ops.cast(ops.greater(logits, own), { to: "float" }), { axes: [0], keepDims: false });
  return ops.cast(ops.less(above, ops.scalar(5)), { to: "float" });
}
