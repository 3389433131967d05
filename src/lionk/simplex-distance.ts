/** Euclidean distance from the simplex z ≥ 0, sum z = 1. Source: Duchi et al. 2008, "Efficient projections onto the l1-ball", figure 1. */
import type { Vector } from "./k-function.ts";

/** |z - P(z)|, P the projection. */
export function distanceToSimplex(z: Vector): number {
  const falling = z.slice().sort().reverse();
  let [sum, level] = [0, 0];
  for (const [i, value] of falling.entries()) {
    sum += value;
    const candidate = (sum - 1) / (i + 1);
    if (value - candidate > 0) level = candidate;
  }
  return Math.sqrt(z.reduce((total, value) => total + (value - Math.max(value - level, 0)) ** 2, 0));
}
