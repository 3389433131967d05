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

/** Adds one bias per channel and rectifies. x `[channels, n]`, bias `[channels]`. */
export function biasRelu<V extends TensorType>(ops: Ops<V>, x: V, bias: V): V {
  return ops.relu(ops.add(x, ops.reshape(bias, { shape: [bias.shape[0]!, 1] })));
}

/** 2×2 max-pool of outputs listed in four phases: `[channels, 4 * n]` to `[channels, n]`. */
export function maxPoolPhases<V extends TensorType>(ops: Ops<V>, x: V): V {
  const [channels, columns] = x.shape as [number, number];
  const phases = ops.reshape(x, { shape: [channels, 4, columns / 4] });
  return ops.maxPool(phases, { axis: 1 });
}
