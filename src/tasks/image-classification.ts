/**
 * Image classification: one class per image, softmax cross-entropy, accuracy.
 *   loss = log sum_k exp z_k - z_label      right where the largest logit is the label's; the first wins a tie
 */
import { LabError } from "../core/errors.ts";
import { intTensor, showShape, type TensorType } from "../core/tensor.ts";
import type { Ops } from "../graph/builder.ts";
import type { Model } from "../models/model.ts";
import type { ImageData, Task } from "./task.ts";

/** The task of the published optimizer comparisons. */
export const imageClassification: Task = {
  name: "image-classification",
  summary: "Assign each image to one of the classes.",
  loss: "softmax cross-entropy, mean over images, nats",
  metric: "accuracy, share of images whose largest logit is the label's",
  examples: <V extends TensorType>(ops: Ops<V>, logits: V, labels: V): { losses: V; hits: V } => {
    const [classes, batch] = logits.shape as [number, number];
    const every = ops.constant(
      intTensor(
        [classes, 1],
        Array.from({ length: classes }, (_, k) => k),
      ),
    );
    const isLabel = ops.cast(ops.equal(ops.reshape(labels, { shape: [1, batch] }), every), { to: "float" });
    const losses = ops.crossEntropy(logits, isLabel, { axis: 0 });
    const hits = ops.cast(ops.equal(ops.argmax(logits, { axis: 0 }), labels), { to: "float" });
    return { losses, hits };
  },
  check: (model: Model, dataset: ImageData): void => {
    const sameShape = model.input.every((size, axis) => size === dataset.shape[axis]);
    if (sameShape && model.classes >= dataset.classes.length) return;
    throw new LabError(
      "model-data-mismatch",
      `Model ${model.name} takes images of shape ${showShape(model.input)} in ${model.classes} classes, but ${dataset.name} has ` +
        `images of shape ${showShape(dataset.shape)} in ${dataset.classes.length}. Choose another model or dataset.`,
    );
  },
};
