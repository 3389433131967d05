/**
 * Label smoothing: a share of each label is spread over all classes.
 *   loss = (1 - e) loss(label) + e mean_k -log p_k      which is cross-entropy with targets (1 - e) onehot + e / K
 * Source: Szegedy et al. 2016, arXiv:1512.00567; as `label_smoothing` of torch.nn.functional.cross_entropy.
 */
import type { TensorType } from "../core/tensor.ts";
import type { Ops } from "../graph/builder.ts";

/** Losses smoothed. losses: float `[batch]`, nats; logits: float `[classes, batch]`. */
export function smoothLosses<V extends TensorType>(
  ops: Ops<V>,
  losses: V,
  { logits, smoothing }: { readonly logits: V; readonly smoothing: number },
): V {
  const uniform = ops.neg(ops.mean(ops.logSoftmax(logits, { axis: 0 }), { axes: [0], keepDims: false }));
  return ops.add(ops.mul(losses, ops.scalar(1 - smoothing)), ops.mul(uniform, ops.scalar(smoothing)));
}
