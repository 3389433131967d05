/**
 * Writes 3×3 convolutions as ONNX nodes by F(4×4, 3×3): copies of whole rows and five matrix products.
 *
 * Values are `[positions, batch, channels]`: a position's rows lie together, so spreading a map over overlapping tiles copies
 * long rows, and the transforms are products whose right side is the whole map. Nodes that the forward pass and the
 * gradient of the weights share are written once, for equal nodes of a scope are one.
 */
import { intTensor } from "../../core/tensor.ts";
import { withZero } from "../ops/gatherSum.ts";
import type { OnnxEmitter } from "../ops/op.ts";
import { writeProduct } from "../ops/product.ts";
import {
  inputTransform,
  outputAdjoint,
  outputTransform,
  tile,
  tilePlaces,
  turnedWeightTransform,
  weightTransform,
} from "./transforms.ts";

/** A value in the graph being written: its name, and its rows of a position `[batch, channels]`. */
export interface MapRows {
  readonly name: string;
  readonly batch: number;
  readonly channels: number;
}

/** A square map and where its positions stand: `order[n]` is `row * side + column` of position n. */
export interface MapOrder {
  readonly side: number;
  readonly order: readonly number[];
}

/** Transformed inputs `[36, tiles * batch, channels]` of a map. */
export function transformedInputs(m: OnnxEmitter, x: MapRows, map: MapOrder): string {
  const { inputs, outputs } = tile;
  const tiles = tilesOf(map.side);
  const place = placesOf(map);
  const table = squareOf(inputs).flatMap(({ row, column }) =>
    tiles.map(({ top, left }) => place(top * outputs + row - 1, left * outputs + column - 1)),
  );
  const spread = gatherRows(m, x, { table, positions: map.order.length });
  const flat = m.node("Reshape", [spread, m.int64([inputs ** 2, -1])]);
  const matrix = m.unsized(m.constant(inputTransform), inputs ** 2 * tiles.length * x.batch * x.channels);
  const transformed = m.node("MatMul", [matrix, flat]);
  return m.node("Reshape", [transformed, m.int64([inputs ** 2, tiles.length * x.batch, x.channels])]);
}

/** Transformed weights `[36, out, in]` of w `[out, in, 3, 3]`; `turned`: those of the adjoint. */
export function transformedWeights(
  m: OnnxEmitter,
  w: string,
  { out, into, turned }: { readonly out: number; readonly into: number; readonly turned: boolean },
): string {
  const taps = m.node("Reshape", [w, m.int64([out * into, 9])]);
  const matrix = m.constant(turned ? turnedWeightTransform : weightTransform);
  return m.node("Reshape", [m.node("Gemm", [matrix, taps], { transB: 1 }), m.int64([36, out, into])]);
}

/** Products `[36, tiles * batch, out]`, `size` numbers, of transformed inputs and weights `[36, out, in]`; `turned`: over `out`, to `in`. */
export function multiplied(
  m: OnnxEmitter,
  values: string,
  weights: string,
  { turned, size }: { readonly turned: boolean; readonly size: number },
): string {
  const name = m.unsized(values, size);
  return writeProduct(m, { name, rank: 3, turned: false }, { name: weights, rank: 3, turned: !turned });
}

/** Outputs `[positions, batch, channels]` of products `[36, tiles * batch, channels]`, in the order of `map`. */
export function fromProducts(m: OnnxEmitter, products: MapRows, map: MapOrder): string {
  const { batch, channels } = products;
  const natural = naturalOrder(map.side);
  const flat = m.node("Reshape", [products.name, m.int64([tile.inputs ** 2, -1])]);
  const matrix = m.unsized(m.constant(outputTransform), natural.length * batch * channels);
  const squares = m.node("MatMul", [matrix, flat]);
  const rows = m.node("Reshape", [squares, m.int64([natural.length, batch, channels])]);
  const at = new Map(natural.map((position, n) => [position, n]));
  const indices = map.order.map((position) => at.get(position)!);
  if (isIdentity(indices, natural.length)) return rows;
  return m.node("Gather", [rows, m.constant(intTensor([indices.length], indices))], { axis: 0 });
}

/** The adjoint of `fromProducts`: `[36, tiles * batch, channels]` from g, `[positions, batch, channels]`. */
export function toProducts(m: OnnxEmitter, g: MapRows, map: MapOrder): string {
  const natural = naturalOrder(map.side);
  const place = placesOf(map);
  const table = natural.map((position) =>
    position < 0 ? -1 : place(Math.floor(position / map.side), position % map.side),
  );
  const rows = gatherRows(m, g, { table, positions: map.order.length });
  const flat = m.node("Reshape", [rows, m.int64([tile.outputs ** 2, -1])]);
  const matrix = m.unsized(m.constant(outputAdjoint), 36 * tilesOf(map.side).length * g.batch * g.channels);
  const products = m.node("MatMul", [matrix, flat]);
  return m.node("Reshape", [products, m.int64([36, tilesOf(map.side).length * g.batch, g.channels])]);
}

/** Gradient `[out, in, 3, 3]` of weights from that of the transformed ones, `[36, out, in]`. */
export function fromTransformedWeights(
  m: OnnxEmitter,
  name: string,
  { out, into }: { readonly out: number; readonly into: number },
): string {
  const flat = m.node("Reshape", [name, m.int64([36, out * into])]);
  const taps = m.node("Gemm", [flat, m.constant(weightTransform)], { transA: 1 });
  return m.node("Reshape", [taps, m.int64([out, into, 3, 3])]);
}

/**
 * The order in which outputs come out: place in the tile, then tile. Positions beyond the map, where the side is no multiple of
 * 4, are -1.
 */
export function naturalOrder(side: number): readonly number[] {
  return tilePlaces.flatMap(({ row, column }) =>
    tilesOf(side).map(({ top, left }) => {
      const [y, x] = [top * tile.outputs + row, left * tile.outputs + column];
      return y < side && x < side ? y * side + x : -1;
    }),
  );
}

/** Rows of positions; -1 reads zeros. */
function gatherRows(
  m: OnnxEmitter,
  { name, batch, channels }: MapRows,
  { table, positions }: { readonly table: readonly number[]; readonly positions: number },
): string {
  if (isIdentity(table, positions)) return name;
  const shape = [positions, batch, channels];
  const hide = (zeros: string): string => m.unsized(zeros, positions * batch * channels);
  const source = table.includes(-1) ? withZero(m, name, { shape, axis: 0, hide }) : name;
  const indices = table.map((entry) => (entry < 0 ? positions : entry));
  const rows = m.unsized(m.constant(intTensor([indices.length], indices)), indices.length * batch * channels);
  return m.node("Gather", [source, rows], { axis: 0 });
}

function isIdentity(table: readonly number[], length: number): boolean {
  return table.length === length && table.every((entry, n) => entry === n);
}

function tilesOf(side: number): readonly { readonly top: number; readonly left: number }[] {
  const count = Math.ceil(side / tile.outputs);
  return squareOf(count).map(({ row, column }) => ({ top: row, left: column }));
}

function squareOf(side: number): readonly { readonly row: number; readonly column: number }[] {
  return Array.from({ length: side * side }, (_, i) => ({ row: Math.floor(i / side), column: i % side }));
}

/** Where a position of a map stands in its order; -1 outside the map. */
function placesOf({ side, order }: MapOrder): (row: number, column: number) => number {
  const at = new Map(order.map((position, n) => [position, n]));
  return (row, column) => (row < 0 || column < 0 || row >= side || column >= side ? -1 : at.get(row * side + column)!);
}
