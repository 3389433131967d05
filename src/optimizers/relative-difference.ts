/** How far two paths of weights are apart: what traces report and references are compared by. */
import { largest } from "../core/extremes.ts";
import type { Leaf } from "../program/rule.ts";

/**
 * Largest difference between two paths of weights: |a - b| over the largest |a| that the tensor has had on the path so far.
 *
 * Rounding happens at the size that a weight has while it is updated, so a weight that passes near zero does not make the
 * difference look larger than it is. Paths: `[P]` per point; not a number on one side alone counts as infinite.
 */
export function relativeDifference(
  leaves: readonly Leaf[],
  a: readonly ArrayLike<number>[],
  b: readonly ArrayLike<number>[],
): number {
  let worst = 0;
  for (const { offset, size } of leaves) {
    let reached = 0;
    for (const [point, weights] of a.entries()) {
      const apart = Array.from({ length: size }, (_, i) => distance(weights[offset + i]!, b[point]![offset + i]!));
      for (let i = offset; i < offset + size; i++) reached = Math.max(reached, Math.abs(weights[i]!) || 0);
      const most = largest(apart);
      if (most > 0) worst = Math.max(worst, most / reached);
    }
  }
  return worst;
}

function distance(a: number, b: number): number {
  if (Object.is(a, b)) return 0;
  const apart = Math.abs(a - b);
  return Number.isNaN(apart) ? Number.POSITIVE_INFINITY : apart;
}
