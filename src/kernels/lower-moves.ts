/** Lowering of ops that move elements: views where that is enough, else copies. */
import { sizeOf, type TensorType } from "../core/tensor.ts";
import type { Value } from "../graph/graph.ts";
import { around, axisOf } from "../graph/ops/axes.ts";
import type { GatherSumAttrs } from "../graph/ops/gatherSum.ts";
import { byteStrides, bytesOfBroadcast, type OpLowering, viewOf } from "./lower-lanes.ts";
import {
  addCall,
  addConstant,
  type LocatedValue,
  type Lowering,
  locationOf,
  newPlace,
  placeOf,
  stored,
} from "./lowering.ts";
import { elementBytes } from "./map-step.ts";
import type { MemoryPlace } from "./memory.ts";
import { isContiguous, joinAxes, joinAxesOfAll } from "./strides.ts";

/** The same elements under another shape: nothing to do. */
export const reshape: OpLowering = (lowering, { inputs: [x] }) => locationOf(lowering, x!);

/** Repetition: a view. */
export const broadcastTo: OpLowering = (lowering, { inputs: [x], shape }) =>
  sizeOf(x!.shape) === sizeOf(shape)
    ? locationOf(lowering, x!)
    : viewOf(lowering, x!, { shape, strides: bytesOfBroadcast(x!, shape) });

/** A part along one axis: a place in the operand where it is contiguous, else a view. */
export const slice: OpLowering = (lowering, { inputs: [x], attrs, shape, dtype }) => {
  const strides = byteStrides(x!);
  const axis = axisOf("slice", attrs.axis as number, x!.shape);
  const offset = (attrs.start as number) * strides[axis]!;
  if (!isContiguous(joinAxes(shape, strides), elementBytes(dtype))) {
    return viewOf(lowering, x!, { shape, strides, offset });
  }
  const { place, ready } = stored(lowering, locationOf(lowering, x!));
  return { kind: "stored", place: { ...place, offset: place.offset + offset }, ready };
};

/** Axes in another order: turned-round matrices where it is that, else a strided copy. */
export const transpose: OpLowering = (lowering, { inputs: [x], attrs, shape, dtype }) => {
  const own = byteStrides(x!);
  const strides = (attrs.perm as readonly number[]).map((axis) => own[axis]!);
  const bytes = elementBytes(dtype);
  const view = joinAxes(shape, strides);
  if (isContiguous(view, bytes)) return locationOf(lowering, x!);
  const from = placeOf(lowering, x!);
  const to = newPlace({ dtype, shape });
  const { extents } = view;
  const [columns, rows] = extents.slice(-2) as [number, number];
  const turned = view.strides.at(-2) === bytes && view.strides.at(-1) === columns * bytes;
  const whole = extents.length === 2 || (extents.length === 3 && view.strides[0] === rows * columns * bytes);
  if (bytes !== 4 || !turned || !whole)
    return copied(lowering, { from, to, shape, dtype, strides: [strides, byteStrides({ shape, dtype })] });
  return call(lowering, "I_TRANSPOSE", {
    reads: [from],
    to,
    words: [extents.length === 3 ? extents[0]! : 1, rows, columns],
  });
};

/** Zeros before and after. */
export const pad: OpLowering = (lowering, { inputs: [x], attrs, shape, dtype }) => {
  const to = newPlace({ dtype, shape });
  addCall(lowering, {
    reads: [],
    writes: [to],
    words: (at) => [lowering.kernels.code("I_ZERO"), 4, at(to), to.buffer.bytes],
  });
  const strides = byteStrides({ shape, dtype });
  const axis = axisOf("pad", attrs.axis as number, shape);
  return into(lowering, x!, { to, offset: (attrs.before as number) * strides[axis]!, strides });
};

/** Values one after another. */
export const concat: OpLowering = (lowering, { inputs, attrs, shape, dtype }) => {
  const to = newPlace({ dtype, shape });
  const strides = byteStrides({ shape, dtype });
  const axis = axisOf("concat", attrs.axis as number, shape);
  let offset = 0;
  let last: LocatedValue | undefined;
  for (const x of inputs) {
    last = into(lowering, x, { to, offset, strides });
    offset += x.shape[axis]! * strides[axis]!;
  }
  return last!;
};

/** Rows by an index that is computed. */
export const gather: OpLowering = (lowering, { inputs: [x, index], attrs, shape, dtype }) => {
  const { outer, extent, inner } = around(x!.shape, axisOf("gather", attrs.axis as number, x!.shape));
  const reads = [placeOf(lowering, x!), placeOf(lowering, index!)];
  const to = newPlace({ dtype, shape });
  return call(lowering, "I_GATHER", {
    reads,
    to,
    words: [outer, extent, sizeOf(index!.shape), inner * elementBytes(dtype)],
  });
};

/** Sums of rows by a fixed table. */
export const gatherSum: OpLowering = (lowering, { inputs: [x], attrs, shape, dtype }) => {
  const { outer, extent, inner } = around(x!.shape, axisOf("gatherSum", attrs.axis as number, x!.shape));
  const table = addConstant(lowering, rowLists(attrs as GatherSumAttrs), "int");
  const from = placeOf(lowering, x!);
  const to = newPlace({ dtype, shape });
  const positions = (attrs as GatherSumAttrs).shape[1]!;
  return {
    kind: "stored",
    place: to,
    ready: addCall(lowering, {
      reads: [from, table],
      writes: [to],
      words: (at) => [
        lowering.kernels.code("I_GATHER_SUM"),
        9,
        at(from),
        at(to),
        outer,
        extent,
        positions,
        inner,
        at(table),
      ],
    }),
  };
};

/** For each position how many rows it sums, then which. */
function rowLists({ table, shape }: GatherSumAttrs): readonly number[] {
  const [terms, positions] = shape as readonly [number, number];
  return Array.from({ length: positions }, (_, n) => {
    const rows = Array.from({ length: terms }, (_, t) => table[t * positions + n]!).filter((row) => row >= 0);
    return [rows.length, ...rows];
  }).flat();
}

/** A call of the form: code, length, addresses of reads, address of the result, words. */
export function call(
  lowering: Lowering,
  name: string,
  { reads, to, words }: { reads: readonly MemoryPlace[]; to: MemoryPlace; words: readonly number[] },
): LocatedValue {
  const code = lowering.kernels.code(name);
  const ready = addCall(lowering, {
    reads,
    writes: [to],
    words: (at) => [code, 3 + reads.length + words.length, ...reads.map(at), at(to), ...words],
  });
  return { kind: "stored", place: to, ready };
}

/** Copies a value into a part of a larger one with these strides. */
function into(
  lowering: Lowering,
  x: Value,
  { to, offset, strides }: { to: MemoryPlace; offset: number; strides: readonly number[] },
): LocatedValue {
  const from = placeOf(lowering, x);
  const part = { ...to, offset: to.offset + offset };
  const { ready } = copied(lowering, { from, to: part, ...x, strides: [byteStrides(x), strides] });
  return { kind: "stored", place: to, ready };
}

/** A strided copy. `strides`: of source and target. */
function copied(
  lowering: Lowering,
  {
    from,
    to,
    shape,
    dtype,
    strides,
  }: TensorType & { from: MemoryPlace; to: MemoryPlace; strides: readonly [readonly number[], readonly number[]] },
): { readonly kind: "stored"; readonly place: MemoryPlace; readonly ready: number } {
  const joined = joinAxesOfAll(shape, strides);
  const rank = joined.extents.length;
  const words = [elementBytes(dtype), rank, ...joined.extents, ...joined.strides.flat()];
  const code = lowering.kernels.code("I_COPY");
  const ready = addCall(lowering, {
    reads: [from],
    writes: [to],
    words: (at) => [code, 4 + words.length, at(from), at(to), ...words],
  });
  return { kind: "stored", place: to, ready };
}
