/** The border of a constraint set in the plane, found from the distance alone. */
import type { BoundK } from "../k-function.ts";
import { scaled } from "../vectors.ts";
import type { PlanePoint } from "./contour-lines.ts";

const directions = 360;
const farthest = 1e3;

/**
 * The closed line around {x : lambda x in dom K*}, in degrees from the first axis; null where the set has no end. The set is convex and holds
 * 0, so that each direction leaves it once; where is found by halving.
 */
export function domainBorder(k: BoundK, lambda: number): readonly PlanePoint[] | null {
  const border: PlanePoint[] = [];
  for (let degree = 0; degree <= directions; degree++) {
    const angle = (2 * Math.PI * (degree % directions)) / directions;
    const along = Float64Array.of(Math.cos(angle), Math.sin(angle));
    const inside = (length: number): boolean => k.distance(scaled(lambda * length, along)) === 0;
    if (inside(farthest)) return null;
    let [low, high] = [0, farthest];
    for (let n = 0; n < 60; n++) {
      const middle = (low + high) / 2;
      if (inside(middle)) low = middle;
      else high = middle;
    }
    border.push([low * along[0]!, low * along[1]!]);
  }
  return border;
}
