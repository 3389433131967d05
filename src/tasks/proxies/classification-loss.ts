/**
 * Mean cross-entropy of logits whose classes stand on one axis:  mean over n of  log sum_k exp z[k, n] - z[y[n], n]
 * What the proxies have in common.
 */
import { intTensor, type TensorType } from "../../core/tensor.ts";
import type { Ops } from "../../graph/builder.ts";

/** logits: float `[classes, n]` (axis 0) or `[n, classes]` (axis 1); labels: int `[n]`. Returns nats, `[]`. */
export function classificationLoss<V extends TensorType>(
  ops: Ops<V>,
  { logits, labels, axis }: { readonly logits: V; readonly labels: V; readonly axis: 0 | 1 },
): V {
  const classes = logits.shape[axis]!;
  const isLabel = oneHot(ops, labels, { classes, axis });
  const losses = ops.crossEntropy(logits, isLabel, { axis });
  return ops.mean(losses, { axes: [0], keepDims: false });
}

/** 1 where a label names the class, else 0. labels: int `[n]`; returns float `[classes, n]` (axis 0) or `[n, classes]`. */
export function oneHot<V extends TensorType>(
  ops: Ops<V>,
  labels: V,
  { classes, axis }: { readonly classes: number; readonly axis: 0 | 1 },
): V {
  const count = labels.shape[0]!;
  const every = ops.constant(
    intTensor(
      axis === 0 ? [classes, 1] : [1, classes],
      Array.from({ length: classes }, (_, k) => k),
    ),
  );
  const given = ops.reshape(labels, { shape: axis === 0 ? [1, count] : [count, 1] });
  return ops.cast(ops.equal(given, every), { to: "float" });
}
