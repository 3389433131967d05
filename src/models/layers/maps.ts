/**
 * Convolution and pooling on maps `[positions, batch, channels]`: a position's rows lie together.
 *
 * Reading a window is then a copy of long rows, every product has the channels innermost, and what is done for each channel runs
 * along rows. Four formulations, chosen by shape in `convolveMap`:
 *  - 1×1: one matrix product;
 *  - 3×3 of stride 1: F(4×4, 3×3), a quarter of the products (`convolve3`);
 *  - onto few positions: one small product for each pair of an input and an output position, since most windows reach beyond
 *    the map and their zeros are left out;
 *  - else one product for each tap over all positions.
 * The image has few channels, and is read into columns instead (`convolveImage`).
 */
import type { TensorType } from "../../core/tensor.ts";
import { floatTensor } from "../../core/tensor.ts";
import type { Ops } from "../../graph/builder.ts";
import { naturalOrder } from "../../graph/winograd/emit.ts";
import { type MapPosition, rowMajor, type WindowOptions, windowTable } from "./window.ts";

/** A square map: pixels along its side, and where each position stands. */
export interface SquareMap {
  readonly side: number;
  readonly order: readonly MapPosition[];
}

/** The map of this side in the order in which `convolve3` writes: the phases of a 2×2 pool one after another. */
export function mapOf(side: number): SquareMap {
  const natural = naturalOrder(side).filter((position) => position >= 0);
  return { side, order: natural.map((at) => ({ row: Math.floor(at / side), column: at % side })) };
}

/** The map of this side, row by row. */
export function rowMajorMap(side: number): SquareMap {
  return { side, order: rowMajor(side, side) };
}

/** Where a convolution stands: its maps, kernel, stride and zeros before the map. */
export interface MapConvolution {
  readonly from: SquareMap;
  readonly to: SquareMap;
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
}

/** Most outputs of which each pair of positions gets a product of its own. */
const fewOutputs = 4;

/** x `[positions, batch, in]`, weight `[out, in / groups, k, k]`; returns `[outputs, batch, out]`. */
export function convolveMap<V extends TensorType>(
  ops: Ops<V>,
  x: V,
  { weight, place }: { readonly weight: V; readonly place: MapConvolution },
): V {
  const { from, to, kernel, stride, padding } = place;
  const groups = x.shape[2]! / weight.shape[1]!;
  if (groups > 1) return inGroups(ops, x, { weight, place, groups });
  if (kernel === 1) return pointwise(ops, x, weight, place);
  if (kernel === 3 && stride === 1 && padding === 1 && from.side > 2) {
    const [inputs, outputs] = [from, to].map(({ side, order }) => order.map(({ row, column }) => row * side + column));
    return ops.convolve3(x, weight, { side: from.side, inputs: inputs!, outputs: outputs! });
  }
  const table = tableOf(place);
  return to.order.length <= fewOutputs ? byPairs(ops, x, weight, table) : byTaps(ops, x, weight, table);
}

/** The table `[k², outputs]` of a convolution's windows. */
export function tableOf({ from, to, kernel, stride, padding }: MapConvolution): readonly number[] {
  const options: WindowOptions = { inputs: from.order, kernel, stride, padding, overhang: true };
  return windowTable(to.order, options);
}

/**
 * The first convolution. x: the image `[channels * side², batch]`, row-major; weight `[out, channels, k, k]`; returns
 * `[outputs, batch, out]`.
 */
export function convolveImage<V extends TensorType>(
  ops: Ops<V>,
  x: V,
  { weight, place }: { readonly weight: V; readonly place: MapConvolution },
): V {
  const [out, channels, kernel] = weight.shape as [number, number, number];
  const [pixels, outputs, taps] = [place.from.side ** 2, place.to.order.length, kernel * kernel];
  const windows = tableOf(place);
  const table = Array.from({ length: outputs * channels * taps }, (_, i) => {
    const [n, channel, tap] = [Math.floor(i / (channels * taps)), Math.floor(i / taps) % channels, i % taps];
    const at = windows[tap * outputs + n]!;
    return at < 0 ? -1 : channel * pixels + at;
  });
  const columns = ops.gatherSum(x, { axis: 0, table, shape: [1, table.length] });
  const each = ops.reshape(columns, { shape: [outputs, channels * taps, x.shape[1]!] });
  return ops.matmul(each, ops.reshape(weight, { shape: [out, channels * taps] }), { transA: true, transB: true });
}

/**
 * Each channel by a window of its own. x `[positions, batch, channels]`; weight `[channels, 1, k, k]`; returns
 * `[outputs, batch, channels]`.
 */
export function convolveDepthwise<V extends TensorType>(
  ops: Ops<V>,
  x: V,
  { weight, place }: { readonly weight: V; readonly place: MapConvolution },
): V {
  const [, batch, channels] = x.shape as [number, number, number];
  const taps = place.kernel ** 2;
  const windows = gatherPositions(ops, x, tableOf(place));
  const each = ops.reshape(windows, { shape: [taps, place.to.order.length, batch, channels] });
  const weights = ops.transpose(ops.reshape(weight, { shape: [channels, taps] }), { perm: [1, 0] });
  return ops.sum(ops.mul(each, ops.reshape(weights, { shape: [taps, 1, 1, channels] })), { axes: [0] });
}

/** 2×2 max-pool with stride 2 of a map of even side in the order of `mapOf`: `[positions, batch, channels]`, a quarter of them. */
export function maxPoolHalf<V extends TensorType>(ops: Ops<V>, x: V): V {
  const [positions, batch, channels] = x.shape as [number, number, number];
  const phases = ops.reshape(x, { shape: [4, positions / 4, batch, channels] });
  return ops.maxPool(phases, { axis: 0 });
}

/** The map that `maxPoolHalf` leaves. */
export function pooledHalf({ side, order }: SquareMap): SquareMap {
  const first = order.slice(0, order.length / 4);
  return { side: side / 2, order: first.map(({ row, column }) => ({ row: row / 2, column: column / 2 })) };
}

/** Maximum over windows of values that are at least 0, so that the zeros of the padding never win. */
export function maxPoolWindows<V extends TensorType>(ops: Ops<V>, x: V, place: MapConvolution): V {
  const [, batch, channels] = x.shape as [number, number, number];
  const windows = gatherPositions(ops, x, tableOf(place));
  const each = ops.reshape(windows, { shape: [place.kernel ** 2, place.to.order.length, batch, channels] });
  return ops.maxPool(each, { axis: 0 });
}

/** x `[positions, batch, channels]` as features `[channels * side², batch]`, row by row of each channel as in PyTorch. */
export function flattenMap<V extends TensorType>(ops: Ops<V>, x: V, map: SquareMap): V {
  const [positions, batch, channels] = x.shape as [number, number, number];
  const rows = gatherPositions(ops, x, windowTable(rowMajor(map.side, map.side), { inputs: map.order, kernel: 1 }));
  return ops.reshape(ops.transpose(rows, { perm: [2, 0, 1] }), { shape: [channels * positions, batch] });
}

/** Each group of channels by the weights of its own outputs. */
function inGroups<V extends TensorType>(
  ops: Ops<V>,
  x: V,
  { weight, place, groups }: { readonly weight: V; readonly place: MapConvolution; readonly groups: number },
): V {
  const part = (value: V, axis: number, group: number): V => {
    const size = value.shape[axis]! / groups;
    return ops.slice(value, { axis, start: group * size, end: (group + 1) * size });
  };
  const parts = Array.from({ length: groups }, (_, group) =>
    convolveMap(ops, part(x, 2, group), { weight: part(weight, 0, group), place }),
  );
  return ops.concat(parts, { axis: 2 });
}

function pointwise<V extends TensorType>(ops: Ops<V>, x: V, weight: V, place: MapConvolution): V {
  const [, batch, channels] = x.shape as [number, number, number];
  const [out, outputs] = [weight.shape[0]!, place.to.order.length];
  const table = tableOf(place);
  const read = table.length === x.shape[0] && table.every((at, n) => at === n) ? x : gatherPositions(ops, x, table);
  const rows = ops.reshape(read, { shape: [outputs * batch, channels] });
  const product = ops.matmul(rows, ops.reshape(weight, { shape: [out, channels] }), { transB: true });
  return ops.reshape(product, { shape: [outputs, batch, out] });
}

function byTaps<V extends TensorType>(ops: Ops<V>, x: V, weight: V, table: readonly number[]): V {
  const [, batch, channels] = x.shape as [number, number, number];
  const [out, taps] = [weight.shape[0]!, weight.shape[2]! * weight.shape[3]!];
  const outputs = table.length / taps;
  const windows = ops.reshape(gatherPositions(ops, x, table), { shape: [taps, outputs * batch, channels] });
  const every = Array.from({ length: taps }, (_, tap) => tap);
  const products = ops.matmul(windows, tapMatrices(ops, weight, every), { transB: true });
  return ops.reshape(ops.sum(products, { axes: [0] }), { shape: [outputs, batch, out] });
}

function byPairs<V extends TensorType>(ops: Ops<V>, x: V, weight: V, table: readonly number[]): V {
  const taps = weight.shape[2]! * weight.shape[3]!;
  const outputs = table.length / taps;
  const pairs = table.flatMap((from, entry) =>
    from < 0 ? [] : [{ from, tap: Math.floor(entry / outputs), to: entry % outputs }],
  );
  const used = [...new Set(pairs.map(({ tap }) => tap))];
  const matrices = tapMatrices(ops, weight, used); // [used, out, in]
  const inputs = gatherPositions(
    ops,
    x,
    pairs.map(({ from }) => from),
  );
  const each = gatherPositions(
    ops,
    matrices,
    pairs.map(({ tap }) => used.indexOf(tap)),
  );
  const products = ops.matmul(inputs, each, { transB: true }); // [pairs, batch, out]
  const terms = Array.from({ length: outputs }, (_, n) => pairs.flatMap(({ to }, k) => (to === n ? [k] : [])));
  const most = Math.max(...terms.map((list) => list.length));
  const sums = Array.from({ length: most }, (_, t) => terms.map((list) => list[t] ?? -1)).flat();
  return ops.gatherSum(products, { axis: 0, table: sums, shape: [most, outputs] });
}

/** The matrices `[taps, out, in]` of some taps of a weight `[out, in, k, k]`: a product with rows of the identity. */
function tapMatrices<V extends TensorType>(ops: Ops<V>, weight: V, taps: readonly number[]): V {
  const [out, into, kernel] = weight.shape as [number, number, number];
  const all = kernel * kernel;
  const choice = taps.flatMap((tap) => Array.from({ length: all }, (_, t) => Number(t === tap)));
  const rows = ops.matmul(
    ops.constant(floatTensor([taps.length, all], choice)),
    ops.reshape(weight, { shape: [out * into, all] }),
    { transB: true },
  );
  return ops.reshape(rows, { shape: [taps.length, out, into] });
}

function gatherPositions<V extends TensorType>(ops: Ops<V>, x: V, table: readonly number[]): V {
  if (table.length === x.shape[0] && table.every((at, n) => at === n)) return x;
  return ops.gatherSum(x, { axis: 0, table, shape: [1, table.length] });
}
