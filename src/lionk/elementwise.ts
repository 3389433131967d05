/** How members of the family that treat each coordinate alike, and those that are support functions of a set, are written. */
import { type BoundK, borderTolerance, type Vector } from "./k-function.ts";
import { normMax, sumOf } from "./vectors.ts";

/** One coordinate of a separable K. `domain`: magnitude that z may have at most. */
export interface Coordinate {
  readonly value: (m: number) => number;
  readonly slope: (m: number) => number;
  readonly conjugate: (z: number) => number;
  readonly conjugateSlope: (z: number) => number;
  readonly domain: number;
}

/** The sum of one function over the coordinates. */
export function separable({ value, slope, conjugate, conjugateSlope, domain }: Coordinate): BoundK {
  return {
    value: (m) => sumOf(m, value),
    gradient: (m) => m.map(slope),
    conjugate: (z, tolerance = borderTolerance) =>
      normMax(z) > domain + tolerance ? Number.POSITIVE_INFINITY : sumOf(z, (one) => conjugate(clamped(one, domain))),
    conjugateGradient: (z) => z.map(conjugateSlope),
    distance: (z) => Math.max(0, normMax(z) - domain),
  };
}

/**
 * A norm, by its dual: K* is 0 where the dual norm is at most 1, infinite elsewhere, and the distance is measured in the dual norm.
 */
export function normWithDual(spec: {
  readonly value: (m: Vector) => number;
  readonly gradient: (m: Vector) => Vector;
  readonly dual: (z: Vector) => number;
}): BoundK {
  return {
    value: spec.value,
    gradient: spec.gradient,
    conjugate: (z, tolerance = borderTolerance) => (spec.dual(z) > 1 + tolerance ? Number.POSITIVE_INFINITY : 0),
    conjugateGradient: (z) => new Float64Array(z.length),
    distance: (z) => Math.max(0, spec.dual(z) - 1),
  };
}

/** The nearest number within ±limit. */
export function clamped(x: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, x));
}

/** The sign, 0 at 0. */
export function signOf(x: number): number {
  return Number(x > 0) - Number(x < 0);
}
