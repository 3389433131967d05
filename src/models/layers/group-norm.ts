/**
 * Group normalization: the channels of each example in groups, each group to mean 0 and variance 1, then each channel scaled and shifted.
 *
 * What an example becomes does not depend on the rest of its batch, so there are no running statistics, and training and evaluation
 * compute the same. Source: Wu & He 2018, arXiv:1803.08494; names and epsilon as in torch.nn.GroupNorm.
 */
import type { TensorType } from "../../core/tensor.ts";
import type { Ops } from "../../graph/builder.ts";
import type { ForwardContext } from "../model.ts";

/** `name`: of the parameters `weight` and `bias`, `[channels]`; `groups`: divide the channels. */
export interface GroupNormOptions<V> {
  readonly context: ForwardContext<V>;
  readonly name: string;
  readonly groups: number;
}

const epsilon = 1e-5;

/**
 * x, `[positions, batch, channels]`, normalized over the positions and channels of each example's groups. Returns x's shape.
 *   y = weight (x - mean) / sqrt(variance + epsilon) + bias
 */
export function groupNorm<V extends TensorType>(ops: Ops<V>, x: V, { context, name, groups }: GroupNormOptions<V>): V {
  const [, batch, channels] = x.shape as readonly [number, number, number];
  const grouped = { shape: [batch, groups, channels / groups] };
  // positions first: they are rows, and what is left to average over is small
  const meanOf = (values: V): V => {
    const byChannel = ops.reshape(ops.mean(values, { axes: [0], keepDims: false }), grouped);
    return ops.mean(byChannel, { axes: [2], keepDims: true });
  };
  const overChannels = (values: V): V => ops.reshape(ops.broadcastTo(values, grouped), { shape: [batch, channels] });
  const centred = ops.sub(x, overChannels(meanOf(x)));
  const deviation = ops.sqrt(ops.add(meanOf(ops.square(centred)), ops.scalar(epsilon)));
  const scale = ops.div(context.parameter(`${name}.weight`), overChannels(deviation));
  return ops.add(ops.mul(centred, scale), context.parameter(`${name}.bias`));
}
