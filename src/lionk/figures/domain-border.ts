/** The border of a constraint set in the plane, found from K alone. */
import type { BoundK } from "../k-function.ts";
import { scaled } from "../vectors.ts";
import type { PlanePoint } from "./contour-lines.ts";

const directions = 720;
/** So far out K is the support function of its domain, up to rounding. */
const farOut = 1e9;

/**
 * The closed line around {x : lambda x in dom K*}, against the clock from the first axis; null where the set has no end. Far out in a direction
 * the gradient of K is the place where the convex set reaches farthest in it. Sides that are straight have their ends alone; a set without an
 * inside, such as the simplex, is gone along there and back.
 */
export function domainBorder(k: BoundK, lambda: number): readonly PlanePoint[] | null {
  const border: PlanePoint[] = [];
  for (let n = 0; n < directions; n++) {
    const angle = (2 * Math.PI * (n + 0.5)) / directions; // along no axis, where a sign would be 0
    const out = Float64Array.of(farOut * Math.cos(angle), farOut * Math.sin(angle));
    if (k.distance(out) === 0) return null;
    const [x, y] = scaled(1 / lambda, k.gradient(out));
    const last = border.at(-1);
    if (last === undefined || isElsewhere(last, [x!, y!], 1 / lambda)) border.push([x!, y!]);
  }
  return [...border, border[0]!];
}

function isElsewhere(a: PlanePoint, b: PlanePoint, size: number): boolean {
  return Math.hypot(a[0] - b[0], a[1] - b[1]) > 1e-7 * size;
}
