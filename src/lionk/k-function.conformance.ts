/** The laws of `k-function.ts` as checks that run over any member: tests call them for every one of the list. */
import { expect } from "vitest";
import { createRng, type Rng } from "../core/rng.ts";
import { type BoundK, bindK, type KFunction, type KShape, type KValues, type Vector } from "./k-function.ts";
import { dot } from "./vectors.ts";

/** Sizes and parameters under which a member is checked. */
export interface KCase {
  readonly values: KValues;
  readonly shape: KShape;
}

/** Cases by name; a member that is not named is bound to six coordinates (a matrix: 3 × 2) and its defaults. */
const special: { readonly [name: string]: readonly KCase[] | undefined } = {
  lp: [1.1, 1.5, 2, 4].map((p) => ({ values: { p }, shape: { size: 6 } })),
  power: [1.5, 2, 3].map((p) => ({ values: { p }, shape: { size: 6 } })),
  "top-k": [1, 3, 6].map((k) => ({ values: { k }, shape: { size: 6 } })),
  owl: [{ values: { weights: [2, 1.5, 1, 0.5, 0.5, 0] }, shape: { size: 6 } }],
  group: [{ values: { sizes: [1, 2, 3] }, shape: { size: 6 } }],
  "weighted-l1": [{ values: { weights: [0.5, 1, 2, 0.1, 3, 1] }, shape: { size: 6 } }],
  "asymmetric-box": [{ values: { lower: [-1, 0, -2, 0.5, -1, 0], upper: [2, 1, -1, 1, 1, 0.25] }, shape: { size: 6 } }],
  ellipsoid: [{ values: { q: [4, 1, 0, 1, 3, 0.5, 0, 0.5, 2] }, shape: { size: 3 } }],
  "ky-fan": [1, 2].map((k) => ({ values: { k }, shape: { size: 6, rows: 3, columns: 2 } })),
};

/** Cases of a member. */
export function casesOf(k: KFunction): readonly KCase[] {
  const shape = k.ofMatrix === true ? { size: 6, rows: 3, columns: 2 } : { size: 6 };
  return special[k.name] ?? [{ values: {}, shape }];
}

/** Random vectors of many scales, some with zeros and ties. */
export function* draws(rng: Rng, size: number, count: number): Generator<Vector> {
  for (let n = 0; n < count; n++) {
    const scale = 10 ** (2 * rng.uniform() - 1);
    yield Float64Array.from({ length: size }, () => (n % 7 === 3 && rng.uniform() < 0.5 ? 0 : scale * rng.normal()));
  }
}

/** Fenchel's equality at m, z = dK(m): |K(m) + K*(z) - <m, z>| ≤ 1e-12 (1 + |m|²); z lies in the domain. */
export function expectFenchelEquality(k: BoundK, m: Vector): void {
  const z = k.gradient(m);
  expect(k.distance(z)).toBeLessThanOrEqual(1e-9);
  const gap = k.value(m) + k.conjugate(z) - dot(m, z);
  expect(Math.abs(gap)).toBeLessThanOrEqual(1e-12 * (1 + dot(m, m)));
}

/** Fenchel's inequality at any m and z: K(m) + K*(z) ≥ <m, z>; and K* is infinite exactly where the distance is above the tolerance. */
export function expectFenchelInequality(k: BoundK, m: Vector, z: Vector): void {
  expect(k.value(m) + k.conjugate(z) - dot(m, z)).toBeGreaterThanOrEqual(-1e-9);
  if (k.distance(z) > 1e-6) expect(k.conjugate(z)).toBe(Number.POSITIVE_INFINITY);
}

/** K*(w) ≥ K*(z) + <dK*(z), w - z> for w and z in the domain. */
export function expectConjugateSubgradient(k: BoundK, w: Vector, z: Vector): void {
  const step = w.map((value, i) => value - z[i]!);
  const rise = k.conjugate(w) - k.conjugate(z) - dot(k.conjugateGradient(z), step);
  expect(rise).toBeGreaterThanOrEqual(-1e-9 * (1 + k.conjugate(z)));
}

/** dK(m) against central differences of K, where K is smooth. */
export function expectGradient(k: BoundK, m: Vector): void {
  const gradient = k.gradient(m);
  for (const [i, value] of m.entries()) {
    const h = 1e-5 * (1 + Math.abs(value));
    const at = (x: number): number => k.value(m.with(i, x));
    const slope = (at(value + h) - at(value - h)) / (2 * h);
    expect(Math.abs(slope - gradient[i]!)).toBeLessThanOrEqual(2e-6 * (1 + Math.abs(slope)));
  }
}

/** The random stream of a member's checks. */
export function streamOf(k: KFunction): Rng {
  return createRng(11, "lionk", k.name);
}

/** Binds a case. */
export function boundTo(k: KFunction, { values, shape }: KCase): BoundK {
  return bindK(k, values, shape);
}
