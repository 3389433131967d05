/** Axes and offsets: the index arithmetic that ops share. Arrays are row-major; a negative axis counts from the end. */
import { LabError } from "../../core/errors.ts";
import { type Shape, showShape, sizeOf, stridesOf } from "../../core/tensor.ts";

/** Axis as a number from 0. Errors: `axis-out-of-range`. */
export function axisOf(op: string, axis: number, shape: Shape): number {
  const found = axis < 0 ? axis + shape.length : axis;
  if (!Number.isInteger(axis) || found < 0 || found >= shape.length) {
    throw new LabError(
      "axis-out-of-range",
      `${op} was given axis ${axis}, but a value of shape ${showShape(shape)} has axes ${-shape.length} to ${shape.length - 1}.`,
    );
  }
  return found;
}

/** Axes in ascending order; all of them when none are given. Errors: `axis-out-of-range`, `axis-repeated`. */
export function axesOf(op: string, axes: readonly number[] | undefined, shape: Shape): readonly number[] {
  if (axes === undefined) return shape.map((_, axis) => axis);
  const found = axes.map((axis) => axisOf(op, axis, shape)).sort((a, b) => a - b);
  if (new Set(found).size !== found.length) {
    throw new LabError("axis-repeated", `${op} was given axes [${axes.join(", ")}], which name one axis twice.`);
  }
  return found;
}

/** A shape seen as `[outer, extent, inner]` around one axis. */
export function around(shape: Shape, axis: number): { outer: number; extent: number; inner: number } {
  return { outer: sizeOf(shape.slice(0, axis)), extent: shape[axis]!, inner: sizeOf(shape.slice(axis + 1)) };
}

/** Offset of every element of `shape`, in row-major order, in an array of these strides (0 repeats along an axis). */
export function offsets(shape: Shape, strides: readonly number[]): Int32Array {
  let found = Int32Array.of(0);
  for (const [axis, extent] of shape.entries()) {
    const next = new Int32Array(found.length * extent);
    let at = 0;
    for (const base of found) for (let i = 0; i < extent; i++) next[at++] = base + i * strides[axis]!;
    found = next;
  }
  return found;
}

/** Strides that read an array of shape `from` as if it were broadcast to `to`. */
export function broadcastStrides(from: Shape, to: Shape): number[] {
  const strides = stridesOf(from);
  const lead = to.length - from.length;
  return to.map((_, axis) => (axis < lead || from[axis - lead] === 1 ? 0 : strides[axis - lead]!));
}

/** Shape after reducing `axes` (ascending, from 0). */
export function reducedShape(shape: Shape, axes: readonly number[], keepDims: boolean): Shape {
  return keepDims
    ? shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent))
    : shape.filter((_, axis) => !axes.includes(axis));
}
