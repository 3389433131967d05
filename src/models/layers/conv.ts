/**
 * Convolution and pooling on `[channels, positions, batch]`, as gather and matrix product.
 *
 * Source: im2col as in Chellapilla et al. 2006; the order of positions is explained in `window.ts`.
 */
import type { TensorType } from "../../core/tensor.ts";
import type { Ops } from "../../graph/builder.ts";
import { onBothAxes, transformsAt } from "../../graph/winograd/transforms.ts";
import { type MapPosition, windowTable } from "./window.ts";

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

/**
 * 3×3 convolution without bias or padding under a 2×2 max-pool, by F(2×2, 3×3): the four outputs of a tile are the window of the pool,
 * and take 16 products for each pair of channels in place of 36. x `[in, positions, batch]`, its positions in the order `inputs`;
 * weight `[out, in, 3, 3]`. Returns the maxima `[out, pooled * batch]`. Source: Lavin & Gray 2015, arXiv:1509.09308.
 */
export function convolveAndPool<V extends TensorType>(
  ops: Ops<V>,
  x: V,
  options: { readonly weight: V; readonly inputs: readonly MapPosition[]; readonly pooled: readonly MapPosition[] },
): V {
  const { weight, inputs, pooled } = options;
  const [channels, positions, batch] = x.shape as [number, number, number];
  const out = weight.shape[0]!;
  const columns = pooled.length * batch;
  const places = windowTable(pooled, { inputs, kernel: tileSide, stride: 2 }); // [16, pooled]
  // [16, channels, pooled]: each is a row of the map with its positions first
  const table = Array.from({ length: tileSize * channels }, (_, at) => {
    const from = Math.floor(at / channels) * pooled.length;
    return pooled.map((_, tile) => places[from + tile]! * channels + (at % channels));
  }).flat();
  const rows = ops.reshape(ops.transpose(x, { perm: [1, 0, 2] }), { shape: [positions * channels, batch] });
  const tiles = ops.gatherSum(rows, { axis: 0, table, shape: [1, table.length] });
  const values = ops.matmul(
    ops.constant(inputTransform),
    ops.reshape(tiles, { shape: [tileSize, channels * columns] }),
  );
  const taps = ops.reshape(weight, { shape: [out * channels, 9] });
  const weights = ops.matmul(ops.constant(weightTransform), taps, { transB: true });
  const products = ops.matmul(
    ops.reshape(weights, { shape: [tileSize, out, channels] }),
    ops.reshape(values, { shape: [tileSize, channels, columns] }),
  );
  const outputs = ops.matmul(
    ops.constant(outputTransform),
    ops.reshape(products, { shape: [tileSize, out * columns] }),
  );
  return ops.maxPool(ops.reshape(outputs, { shape: [4, out, columns] }), { axis: 0 });
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

const tileSide = 4;
const tileSize = tileSide ** 2;

// An even tile keeps its ties under the pool: all of its products but one are 0.
const twoByTwo = transformsAt([0, 1, -1]);
const inputTransform = onBothAxes(twoByTwo.input);
const weightTransform = onBothAxes(twoByTwo.weight);
const outputTransform = onBothAxes(twoByTwo.output);
