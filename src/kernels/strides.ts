/** Strided views of memory: extents and strides in bytes, with axes that are walked alike joined into one. */
import type { Shape } from "../core/tensor.ts";

/** Extents and strides in bytes of a strided view. */
export interface View {
  readonly extents: readonly number[];
  readonly strides: readonly number[];
}

/** The same elements in the same order with as few axes as possible, at least one. */
export function joinAxes(shape: Shape, strides: readonly number[]): View {
  const joined = joinAxesOfAll(shape, [strides]);
  return { extents: joined.extents, strides: joined.strides[0]! };
}

/** Several views over the same shape, with axes joined only where all of them allow it. */
export function joinAxesOfAll(
  shape: Shape,
  strides: readonly (readonly number[])[],
): { readonly extents: readonly number[]; readonly strides: readonly (readonly number[])[] } {
  const extents: number[] = [];
  const steps: number[][] = strides.map(() => []);
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const extent = shape[axis]!;
    if (extent === 1) continue;
    const joined = extents.length > 0 && strides.every((own, i) => own[axis] === steps[i]![0]! * extents[0]!);
    if (joined) extents[0]! *= extent;
    else {
      extents.unshift(extent);
      for (const [i, own] of strides.entries()) steps[i]!.unshift(own[axis]!);
    }
  }
  return extents.length === 0 ? { extents: [1], strides: strides.map(() => [0]) } : { extents, strides: steps };
}

/** Whether a view reads its elements one after another. */
export function isContiguous({ extents, strides }: View, elementBytes: number): boolean {
  return extents.length === 1 && (strides[0] === elementBytes || extents[0] === 1);
}
