/**
 * The standard normal distribution: cumulative probability, upper tail and quantile.
 */
import { erfc } from "./special.ts";

/** P(Z <= z). */
export function normalCdf(z: number): number {
  return 0.5 * erfc(-z / Math.SQRT2);
}

/** P(Z > z), precise far into the tail. */
export function normalTail(z: number): number {
  return 0.5 * erfc(z / Math.SQRT2);
}

/**
 * The z with P(Z <= z) = p, for 0 <= p <= 1 (infinite at the ends; NaN outside).
 * Halley's steps on the tail from the rational start of Abramowitz and Stegun 26.2.22; relative error below 1e-13.
 */
export function normalQuantile(p: number): number {
  if (Number.isNaN(p) || p < 0 || p > 1) return Number.NaN;
  if (p === 0) return Number.NEGATIVE_INFINITY;
  if (p > 0.5) return -normalQuantile(1 - p);
  const t = Math.sqrt(-2 * Math.log(p));
  let z = t - (2.30753 + 0.27061 * t) / (1 + 0.99229 * t + 0.04481 * t * t); // upper tail p
  for (let step = 0; step < 4 && Number.isFinite(z); step++) {
    const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
    const newton = (normalTail(z) - p) / density;
    z += newton / (1 - 0.5 * z * newton);
  }
  return p === 0.5 ? 0 : -z;
}
