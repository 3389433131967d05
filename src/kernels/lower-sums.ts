/** Lowering of reductions, softmax and matrix products. */
import { type Shape, sizeOf } from "../core/tensor.ts";
import type { Value } from "../graph/graph.ts";
import { around, axesOf, axisOf } from "../graph/ops/axes.ts";
import type { OpLowering } from "./lower-lanes.ts";
import { call } from "./lower-moves.ts";
import { addCall, type LocatedValue, type Lowering, locationOf, newPlace, placeOf } from "./lowering.ts";
import { type MemoryPlace, newBuffer } from "./memory.ts";

/** Sums along axes. */
export const sum: OpLowering = (lowering, value) =>
  reduction(lowering, value, { name: value.dtype === "int" ? "I_SUM_INT" : "I_SUM", divisor: 1 });

/** Averages along axes: a sum, divided in its last pass. */
export const mean: OpLowering = (lowering, value) =>
  reduction(lowering, value, { name: "I_SUM", divisor: sizeOf(value.inputs[0]!.shape) / sizeOf(value.shape) });

/** The largest along axes. */
export const reduceMax: OpLowering = (lowering, value) => reduction(lowering, value, { name: "I_MAX", divisor: 1 });

/** One pass for each run of neighbouring axes, from the last to the first. */
function reduction(
  lowering: Lowering,
  { inputs: [x], attrs, dtype }: Value,
  { name, divisor }: { name: string; divisor: number },
): LocatedValue {
  const runs = axisRuns(x!.shape, axesOf(name, attrs.axes as readonly number[] | undefined, x!.shape));
  if (!runs.some(({ reduced }) => reduced)) return locationOf(lowering, x!);
  let from = placeOf(lowering, x!);
  let location: LocatedValue | undefined;
  for (let at = runs.length - 1, inner = 1; at >= 0; at--) {
    const { extent, reduced } = runs[at]!;
    if (!reduced) inner *= extent;
    else {
      const outer = runs.slice(0, at).reduce((product, run) => product * run.extent, 1);
      const last = !runs.slice(0, at).some((run) => run.reduced);
      const to = newPlace({ dtype, shape: [outer, inner] });
      const words = [outer, extent, inner, floatBits(last ? divisor : 1)];
      location = call(lowering, name, { reads: [from], to, words });
      from = to;
    }
  }
  return location!;
}

/** Neighbouring axes of one kind as one; axes of extent 1 left out. */
function axisRuns(shape: Shape, axes: readonly number[]): readonly { extent: number; reduced: boolean }[] {
  const runs: { extent: number; reduced: boolean }[] = [];
  for (const [axis, extent] of shape.entries()) {
    if (extent === 1) continue;
    const reduced = axes.includes(axis);
    const last = runs.at(-1);
    if (last?.reduced === reduced) last.extent *= extent;
    else runs.push({ extent, reduced });
  }
  return runs;
}

/** Softmax or its logarithm along one axis. */
export function softmax(name: string): OpLowering {
  return (lowering, { inputs: [x], attrs: { axis = -1 }, shape, dtype }) => {
    const { outer, extent, inner } = around(shape, axisOf(name, axis as number, shape));
    const from = placeOf(lowering, x!);
    return call(lowering, name, { reads: [from], to: newPlace({ shape, dtype }), words: [outer, extent, inner] });
  };
}

/** The first largest along one axis. */
export const argmax: OpLowering = (lowering, { inputs: [x], attrs, shape, dtype }) => {
  const { outer, extent, inner } = around(x!.shape, axisOf("argmax", attrs.axis as number, x!.shape));
  const from = placeOf(lowering, x!);
  return call(lowering, "I_ARGMAX", { reads: [from], to: newPlace({ shape, dtype }), words: [outer, extent, inner] });
};

/** Matrix products; a left operand that is read the other way round needs no copy, a right one is turned round first. */
export const matmul: OpLowering = (lowering, { inputs: [a, b], attrs, shape, dtype }) => {
  const [rows, columns] = shape.slice(-2) as [number, number];
  const inner = a!.shape.at(attrs.transA ? -2 : -1)!;
  const [stepRow, stepColumn] = attrs.transA ? [4, 4 * rows] : [4 * inner, 4];
  const pairs = shape.length === 3 ? shape[0]! : 1;
  const nextA = a!.shape.length === 3 ? 4 * rows * inner : 0;
  const nextB = b!.shape.length === 3 ? 4 * inner * columns : 0;
  const [left, right] = [placeOf(lowering, a!), placeOf(lowering, b!)];
  const to = newPlace({ shape, dtype });
  const width = attrs.transB && rows < 4 ? Math.max(16, columns) : 16;
  const panel: MemoryPlace = { buffer: newBuffer(4 * inner * width), offset: 0 };
  const code = lowering.kernels.code("I_GEMM");
  const ready = addCall(lowering, {
    reads: [left, right],
    writes: [to, panel],
    words: (at) => [
      ...[code, 16, at(left), stepRow!, stepColumn!, nextA, at(right), nextB, at(to), 4 * rows * columns, pairs],
      ...[rows, columns, inner, Number(attrs.transB ?? false), at(panel)],
    ],
  });
  return { kind: "stored", place: to, ready };
};

function floatBits(value: number): number {
  return new Int32Array(Float32Array.of(value).buffer)[0]!;
}
