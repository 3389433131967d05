/**
 * Convolution and pooling on `[channels, positions, batch]`, as gather and matrix product.
 *
 * Source: im2col as in Chellapilla et al. 2006; the order of positions is explained in `window.ts`.
 */
import type { TensorType } from "../../core/tensor.ts";
import type { Ops } from "../../graph/builder.ts";

/**
 * Convolution without bias. x `[in, positions, batch]`; weight `[out, in, k, k]`; `table` `[k², outputs]` from
 * `windowTable`. Returns `[out, outputs * batch]`.
 */
export function convolve<V extends TensorType>(
  ops: Ops<V>,
  x: V,
  options: { readonly weight: V; readonly table: readonly number[] },
): V {
  const [channels, , batch] = x.shape as [number, number, number];
  const [out, , kernelHeight, kernelWidth] = options.weight.shape as [number, number, number, number];
  const taps = kernelHeight * kernelWidth;
  const outputs = options.table.length / taps;
  // a table of one row: gather k² * outputs positions, no sum
  const columns = ops.gatherSum(x, { axis: 1, table: options.table, shape: [1, taps * outputs] });
  return ops.matmul(
    ops.reshape(options.weight, { shape: [out, channels * taps] }),
    ops.reshape(columns, { shape: [channels * taps, outputs * batch] }),
  );
}

/** Convolution of 1 × 1 and stride 1 without bias: x `[in, positions, batch]`, weight `[out, in, 1, 1]`; `[out, positions * batch]`. */
export function convolvePointwise<V extends TensorType>(ops: Ops<V>, x: V, weight: V): V {
  const [channels, positions, batch] = x.shape as [number, number, number];
  return ops.matmul(
    ops.reshape(weight, { shape: [weight.shape[0]!, channels] }),
    ops.reshape(x, { shape: [channels, positions * batch] }),
  );
}

/**
 * Depthwise convolution without bias: each channel by a window of its own. x `[channels, positions, batch]`; weight
 * `[channels, 1, k, k]`; `table` `[k², outputs]`. Returns `[channels, outputs * batch]`.
 */
export function convolveDepthwise<V extends TensorType>(
  ops: Ops<V>,
  x: V,
  { weight, table }: { readonly weight: V; readonly table: readonly number[] },
): V {
  const [channels, , batch] = x.shape as [number, number, number];
  const taps = weight.shape[2]! * weight.shape[3]!;
  const columns = ops.gatherSum(x, { axis: 1, table, shape: [1, table.length] });
  const windows = ops.reshape(columns, { shape: [channels, taps, (table.length / taps) * batch] });
  const weighted = ops.mul(windows, ops.reshape(weight, { shape: [channels, taps, 1] }));
  return ops.sum(weighted, { axes: [1], keepDims: false });
}

/**
 * Maximum over windows of values that are at least 0, so that the zeros of the padding never win. x `[channels, positions,
 * batch]`; `table` `[taps, outputs]` from `windowTable`. Returns `[channels, outputs, batch]`.
 */
export function maxPoolWindows<V extends TensorType>(
  ops: Ops<V>,
  x: V,
  { table, taps }: { readonly table: readonly number[]; readonly taps: number },
): V {
  const [channels, , batch] = x.shape as [number, number, number];
  const columns = ops.gatherSum(x, { axis: 1, table, shape: [1, table.length] });
  const windows = ops.reshape(columns, { shape: [channels, taps, table.length / taps, batch] });
  return ops.reduceMax(windows, { axes: [1], keepDims: false });
}

/** Adds one bias per channel and rectifies. x `[channels, n]`, bias `[channels]`. */
export function biasRelu<V extends TensorType>(ops: Ops<V>, x: V, bias: V): V {
  return ops.relu(ops.add(x, ops.reshape(bias, { shape: [bias.shape[0]!, 1] })));
}

/** 2×2 max-pool of outputs listed in four phases: `[channels, 4 * n]` to `[channels, n]`. */
export function maxPoolPhases<V extends TensorType>(ops: Ops<V>, x: V): V {
  const [channels, columns] = x.shape as [number, number];
  const phases = ops.reshape(x, { shape: [channels, 4, columns / 4] });
  return ops.reduceMax(phases, { axes: [1], keepDims: false });
}
