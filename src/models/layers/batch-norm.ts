/**
 * Batch normalization: each channel of a batch to mean 0 and variance 1, then scaled and shifted.
 *
 * Source: Ioffe & Szegedy 2015, arXiv:1502.03167; names, epsilon, momentum and the unbiased running variance as in torch.nn.BatchNorm2d.
 */
import { sizeOf, type TensorType } from "../../core/tensor.ts";
import type { Ops } from "../../graph/builder.ts";
import type { ForwardContext, ParameterSpec, StatisticSpec } from "../model.ts";

const momentum = 0.1;

/** Scale and shift of `channels` channels. */
export function batchNormParameters(name: string, channels: number): readonly ParameterSpec[] {
  return [
    { name: `${name}.weight`, shape: [channels], initializer: { kind: "ones" } },
    { name: `${name}.bias`, shape: [channels], initializer: { kind: "zeros" } },
  ];
}

/** Running mean and variance of `channels` channels. */
export function batchNormStatistics(name: string, channels: number): readonly StatisticSpec[] {
  return [
    { name: `${name}.running_mean`, shape: [channels], initial: 0 },
    { name: `${name}.running_var`, shape: [channels], initial: 1 },
  ];
}

/** `name`: of the parameters and statistics; `epsilon`: what is added to the variance, 1e-5 by default. */
export interface BatchNormOptions<V> {
  readonly context: ForwardContext<V>;
  readonly name: string;
  readonly epsilon?: number;
}

/**
 * x, `[…, channels]`, normalized: in training by the mean and variance of each channel over all the rest, towards which the running
 * ones move; else by the running ones. Returns x's shape.
 *   y = weight (x - mean) / sqrt(variance + epsilon) + bias;   s' = 0.9 s + 0.1 observed, with n / (n - 1) times the variance
 */
export function batchNorm<V extends TensorType>(
  ops: Ops<V>,
  x: V,
  { context, name, epsilon = 1e-5 }: BatchNormOptions<V>,
): V {
  const channels = x.shape.at(-1)!;
  const count = sizeOf(x.shape) / channels;
  const others = { axes: x.shape.slice(0, -1).map((_, axis) => axis), keepDims: false };
  const observes = context.observes(name);
  const mean = observes ? ops.mean(x, others) : context.statistic(`${name}.running_mean`);
  const centred = ops.sub(x, mean);
  const variance = observes ? ops.variance(x, others) : context.statistic(`${name}.running_var`);
  if (observes) {
    context.track(`${name}.running_mean`, mean, momentum);
    context.track(`${name}.running_var`, ops.mul(variance, ops.scalar(count / Math.max(1, count - 1))), momentum);
  }
  const deviation = ops.sqrt(ops.add(variance, ops.scalar(epsilon)));
  const scale = ops.div(context.parameter(`${name}.weight`), deviation);
  return ops.add(ops.mul(centred, scale), context.parameter(`${name}.bias`));
}
