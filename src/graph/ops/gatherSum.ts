import { LabError } from "../../core/errors.ts";
import { intTensor, type Shape, type TensorType, zeros } from "../../core/tensor.ts";
import { around, axisOf } from "./axes.ts";
import { defineOp, type OnnxEmitter, type Op } from "./op.ts";
import { fewRows, sumOfRows } from "./reduce.ts";
import { spread } from "./samples.ts";
import { stackAlongAxis } from "./stacked.ts";

/** Attributes of `gatherSum`: `table` is row-major of shape `[terms, positions]`; −1 names no element. */
export type GatherSumAttrs = {
  readonly axis: number;
  readonly table: readonly number[];
  readonly shape: readonly number[];
};

/**
 * gatherSum: each position along one axis becomes a sum of positions that a fixed table names.
 *   y[.., n, ..] = sum_t x[.., table[t, n], ..],  an entry of -1 adds 0
 * x: float, any shape; y: extent `positions` along `axis`. One op for im2col, its adjoint, pooling phases and row
 * gathers: its gradient is gatherSum with the inverse table. Errors: `axis-out-of-range`, `gather-table`.
 * Source: ONNX operators Gather, ReduceSum.
 */
export const gatherSum: Op<["x"], GatherSumAttrs> = defineOp<["x"], GatherSumAttrs>({
  name: "gatherSum",
  inputs: { x: "float" },
  result: ([x], attrs) => ({ dtype: "float", shape: summedShape(x!, attrs) }),
  evaluate: ([x], attrs) => {
    const y = zeros("float", summedShape(x!, attrs));
    const { outer, extent, inner } = around(x!.shape, axisOf("gatherSum", attrs.axis, x!.shape));
    const positions = attrs.shape[1]!;
    for (const [entry, source] of attrs.table.entries()) {
      if (source < 0) continue;
      for (let o = 0; o < outer; o++) {
        const from = (o * extent + source) * inner;
        const to = (o * positions + (entry % positions)) * inner;
        for (let i = 0; i < inner; i++) y.data[to + i]! += x!.data[from + i]!;
      }
    }
    return y;
  },
  gradient: (b, { inputs: [x], g, attrs }) => {
    const extent = x!.shape[axisOf("gatherSum", attrs.axis, x!.shape)]!;
    return [b.gatherSum(g, { axis: attrs.axis, ...inverseTable(attrs, extent) })];
  },
  stack: stackAlongAxis("gatherSum"),
  onnx: (m, [x], attrs, { inputs: [type] }) => {
    const at = axisOf("gatherSum", attrs.axis, type!.shape);
    const stretches = equalCounts(attrs);
    if (stretches.length > MAX_STRETCHES || stretches.some(({ terms }) => terms === 0)) {
      return gatherWithZero(m, x!, { attrs, shape: type!.shape, axis: at });
    }
    const rest = type!.shape.slice(at + 1);
    const parts = stretches.map((stretch) => gatherStretch(m, x!, { attrs, stretch, axis: at, rest }));
    return parts.length === 1 ? parts[0]! : m.node("Concat", parts, { axis: at });
  },
  samples: [
    { inputs: [spread([4])], attrs: { axis: 0, table: [3, 0, 3], shape: [1, 3] } },
    { inputs: [spread([3, 2])], attrs: { axis: 0, table: [0, -1, 2, 1, 1, -1], shape: [2, 3] } },
    { inputs: [spread([2, 3, 2])], attrs: { axis: 1, table: [0, 1, 2, 2, -1, 0, -1, -1], shape: [2, 4] } },
    { inputs: [spread([2, 3])], attrs: { axis: -1, table: [2, -1], shape: [1, 2] } },
    {
      inputs: [spread([2, 2, 1024], 1, 2)],
      attrs: { axis: 0, table: [0, 1, 1, -1], shape: [2, 2] },
      skip: { gradient: "as those above, and slow" },
    },
  ],
  rejects: [
    { inputs: [spread([4])], attrs: { axis: 1, table: [0], shape: [1, 1] }, code: "axis-out-of-range" },
    { inputs: [spread([4])], attrs: { axis: 0, table: [4], shape: [1, 1] }, code: "gather-table" },
    { inputs: [spread([4])], attrs: { axis: 0, table: [0, 1], shape: [1, 3] }, code: "gather-table" },
  ],
});

/**
 * The table that carries gradients back: position m gathers every n with `table[t, n] = m`.
 * `extent`: size of the source axis. Terms follow the order of n, then t; shorter columns are filled with −1.
 */
export function inverseTable(
  { table, shape }: Pick<GatherSumAttrs, "table" | "shape">,
  extent: number,
): { table: readonly number[]; shape: readonly [number, number] } {
  const [terms, positions] = shape as readonly [number, number];
  const readers: number[][] = Array.from({ length: extent }, () => []);
  for (let n = 0; n < positions; n++) {
    for (let t = 0; t < terms; t++) readers[table[t * positions + n]!]?.push(n);
  }
  const depth = Math.max(1, ...readers.map((list) => list.length));
  const inverse = Array.from({ length: depth }, (_, t) => readers.map((list) => list[t] ?? -1));
  return { table: inverse.flat(), shape: [depth, extent] };
}

/** Neighbouring positions that sum equally many elements. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly terms: number;
}

/** More stretches than this cost more in calls than they save in memory traffic. */
const MAX_STRETCHES = 24;

/**
 * Positions in stretches of equal count. A convolution's gradient names 1 to k² elements per position; gathering each
 * stretch with its own count moves only what is summed, and needs no row of zeros for the rest.
 */
function equalCounts({ table, shape }: GatherSumAttrs): readonly Stretch[] {
  const [terms, positions] = shape as readonly [number, number];
  const stretches: { from: number; to: number; terms: number }[] = [];
  for (let n = 0; n < positions; n++) {
    let count = 0;
    for (let t = 0; t < terms; t++) if (table[t * positions + n]! >= 0) count++;
    const last = stretches.at(-1);
    if (last?.terms === count) last.to = n + 1;
    else stretches.push({ from: n, to: n + 1, terms: count });
  }
  return stretches;
}

function gatherStretch(
  m: OnnxEmitter,
  x: string,
  { attrs, stretch, axis, rest }: { attrs: GatherSumAttrs; stretch: Stretch; axis: number; rest: Shape },
): string {
  const positions = attrs.shape[1]!;
  const count = stretch.to - stretch.from;
  const columns = Array.from({ length: count }, (_, i) => {
    const terms = Array.from({ length: attrs.shape[0]! }, (_, t) => attrs.table[t * positions + stretch.from + i]!);
    return terms.filter((entry) => entry >= 0);
  });
  const indices = Array.from({ length: stretch.terms }, (_, t) => columns.map((column) => column[t]!)).flat();
  if (stretch.terms === 1) return m.node("Gather", [x, m.constant(intTensor([count], indices))], { axis });
  const rows = m.node("Gather", [x, m.constant(intTensor([stretch.terms, count], indices))], { axis });
  return sumTerms(m, rows, { terms: stretch.terms, count, axis, rest });
}

/** Sums over the axis of terms of `[.., terms, count, ..rest]`; in front, by a product. */
function sumTerms(
  m: OnnxEmitter,
  rows: string,
  { terms, count, axis, rest }: { terms: number; count: number; axis: number; rest: Shape },
): string {
  const few = axis > 0 || m.standardOnly ? null : fewRows({ dtype: "float", shape: [terms, count, ...rest] }, [0]);
  if (few === null) return m.node("ReduceSum", [rows, m.int64([axis])], { keepdims: 0 });
  const flat = m.node("Reshape", [rows, m.int64([few.rows, few.columns])]);
  return m.node("Reshape", [sumOfRows(m, flat, few), m.int64([count, ...rest])]);
}

function gatherWithZero(
  m: OnnxEmitter,
  x: string,
  { attrs, shape, axis }: { attrs: GatherSumAttrs; shape: Shape; axis: number },
): string {
  const source = withZero(m, x, { shape, axis });
  const indices = attrs.table.map((entry) => (entry < 0 ? shape[axis]! : entry));
  const [terms, positions] = attrs.shape as readonly [number, number];
  if (terms === 1) return m.node("Gather", [source, m.constant(intTensor([positions], indices))], { axis });
  const rows = m.node("Gather", [source, m.constant(intTensor(attrs.shape, indices))], { axis });
  return sumTerms(m, rows, { terms, count: positions, axis, rest: shape.slice(axis + 1) });
}

/** The value with one more position along an axis, of zeros. Padding needs no extents, a constant of zeros is faster in our sessions. */
export function withZero(
  m: OnnxEmitter,
  x: string,
  { shape, axis, hide = (name) => name }: { shape: Shape; axis: number; hide?: (zeros: string) => string },
): string {
  if (m.standardOnly) return m.node("Pad", [x, m.int64([0, 1]), "", m.int64([axis])]);
  const zero = zeros(
    "float",
    shape.map((size, i) => (i === axis ? 1 : size)),
  );
  return m.node("Concat", [x, hide(m.constant(zero))], { axis });
}

function summedShape(x: TensorType, { axis, table, shape }: GatherSumAttrs): Shape {
  const at = axisOf("gatherSum", axis, x.shape);
  const [terms = 0, positions = 0] = shape;
  const extent = x.shape[at]!;
  const wrong = table.find((entry) => !Number.isInteger(entry) || entry < -1 || entry >= extent);
  if (shape.length !== 2 || terms < 1 || table.length !== terms * positions || wrong !== undefined) {
    throw new LabError(
      "gather-table",
      `gatherSum needs a table of shape [terms, positions] with entries from -1 to ${extent - 1}, but got shape ` +
        `[${shape.join(", ")}], ${table.length} entries${wrong === undefined ? "" : ` and the entry ${wrong}`}.`,
    );
  }
  return x.shape.map((size, i) => (i === at ? positions : size));
}
