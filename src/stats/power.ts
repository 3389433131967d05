/**
 * How likely an experiment is to find a difference that is there, and how many seeds it takes: formulas.
 *
 * Source: Noether 1987 (Mann-Whitney); Bouthillier et al. 2021, arXiv:2103.03098 (probability of outperforming); the t test by the noncentral t.
 * Simulations of the tests that reports use are in power-simulation.ts.
 */
import { LabError } from "../core/errors.ts";
import { normalCdf, normalQuantile } from "./normal.ts";
import { logGamma } from "./special.ts";
import { studentTwoSidedQuantile } from "./student-t.ts";

/** Level and power wanted of a two-sided test. */
export interface Aim {
  /** Default 0.05; divide by the number of comparisons for Holm's worst case. */
  readonly alpha?: number;
  /** Default 0.8. */
  readonly power?: number;
}

/**
 * Seeds a side for the Mann-Whitney test to find an A12, by Noether's formula.
 *   n = ceil((z_(1 - alpha/2) + z_power)^2 / (6 (A12 - 1/2)^2))
 * It is approximate: compare with `fewestSeeds`, below which an exact test cannot reach alpha at all. Errors: `no-difference` for 1/2.
 */
export function noetherSeeds(a12: number, { alpha = 0.05, power = 0.8 }: Aim = {}): number {
  if (a12 === 0.5) throw noDifference();
  return Math.ceil((normalQuantile(1 - alpha / 2) + normalQuantile(power)) ** 2 / (6 * (a12 - 0.5) ** 2));
}

/**
 * Runs a side to tell P(A > B) >= gamma from 1/2, one-sided, with `alpha` and `beta` errors.
 *   n = ceil(((z_(1 - alpha) - z_beta) / (sqrt 6 (1/2 - gamma)))^2)
 * Errors: `no-difference` for 1/2.
 */
export function bouthillierRuns(gamma: number, { alpha = 0.05, beta = 0.05 } = {}): number {
  if (gamma === 0.5) throw noDifference();
  return Math.ceil(((normalQuantile(1 - alpha) - normalQuantile(beta)) / (Math.sqrt(6) * (0.5 - gamma))) ** 2);
}

/** A12 of two normal samples whose means differ by so many of their (equal) standard deviations: Phi(d / sqrt 2). */
export function a12OfDifference(deviations: number): number {
  return normalCdf(deviations / Math.SQRT2);
}

/**
 * Power of the two-sided t test of two normal samples of n with equal spread (Welch's is the same but for rounding) whose means differ by
 * `deviations` standard deviations.
 *   P(|T| > t) of the noncentral t with 2 n - 2 degrees and shift deviations sqrt(n / 2); 0 for n < 2
 */
export function tTestPower(n: number, deviations: number, alpha = 0.05): number {
  if (n < 2) return 0;
  return noncentralTails(2 * n - 2, deviations * Math.sqrt(n / 2), alpha);
}

/** The same of n pairs whose differences have a mean of so many of their own standard deviations: n - 1 degrees, shift deviations sqrt n. */
export function pairedTTestPower(n: number, deviations: number, alpha = 0.05): number {
  if (n < 2) return 0;
  return noncentralTails(n - 1, deviations * Math.sqrt(n), alpha);
}

/**
 * Fewest n of 2 … `most` with `powerOf(n)` at least `wanted`, for a power that rises with n; null where `most` is too few.
 * `near`: where to look first.
 */
export function fewestFor(
  wanted: number,
  powerOf: (n: number) => number,
  { most = 100_000, near = 2 }: { readonly most?: number; readonly near?: number } = {},
): number | null {
  let low = 1; // too few
  let high = Math.max(2, near);
  while (powerOf(high) < wanted) {
    if (high >= most) return null;
    low = high;
    high = Math.min(most, 2 * high);
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (powerOf(middle) >= wanted) high = middle;
    else low = middle;
  }
  return high;
}

/** P(|Z + shift| > t S) over the spread S = sqrt(chi^2 / degrees), by Simpson's rule over S. */
function noncentralTails(degrees: number, shift: number, alpha: number): number {
  const cut = studentTwoSidedQuantile(1 - alpha, degrees);
  const reach = 12 / Math.sqrt(2 * degrees); // of S around 1
  const [from, to] = [Math.max(0, 1 - reach), 1 + reach];
  const steps = 2000;
  const width = (to - from) / steps;
  const logScale = Math.LN2 + (degrees / 2) * Math.log(degrees / 2) - logGamma(degrees / 2);
  let sum = 0;
  for (let i = 0; i <= steps; i++) {
    const s = from + i * width;
    if (s === 0 && degrees > 1) continue;
    const density = Math.exp(logScale + (degrees - 1) * Math.log(s) - (degrees * s * s) / 2);
    const tails = normalCdf(shift - cut * s) + normalCdf(-shift - cut * s);
    const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
    sum += weight * (s === 0 ? Math.exp(logScale) : density) * tails;
  }
  return Math.min(1, (sum * width) / 3);
}

function noDifference(): LabError {
  return new LabError(
    "no-difference",
    "No number of seeds finds a difference that is not there: A12 or gamma must not be 0.5.",
  );
}
