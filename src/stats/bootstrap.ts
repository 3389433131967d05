/**
 * Bootstrap intervals of a statistic of one sample: percentile and BCa.
 *
 * Below about ten values both are shorter than their level says; a report that shows them says so.
 * Source: Efron and Tibshirani 1993, chapter 14. Deviation: none; z0 counts ties by half, as SciPy does.
 */
import { checkSample } from "./check-samples.ts";
import { mean } from "./mean-interval.ts";
import { normalCdf, normalQuantile } from "./normal.ts";
import { quantile } from "./quantile.ts";

/** Source of the resamples; `Rng` of core is one. */
export interface IndexSource {
  /** Uniform integer 0 … n - 1. */
  below(n: number): number;
}

/** A function of one sample, such as its mean or median. */
export type Statistic = (values: readonly number[]) => number;

/** Ends of an interval. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** What a bootstrap needs. */
export interface BootstrapOptions {
  readonly method: "percentile" | "bca";
  readonly rng: IndexSource;
  /** Default 0.95. */
  readonly level?: number;
  /** Default 9999. */
  readonly resamples?: number;
}

/**
 * Interval of `statistic` over resamples of `values` with replacement. Errors: `empty-sample`, `not-a-number`.
 */
export function bootstrapInterval(
  values: readonly number[],
  statistic: Statistic,
  options: BootstrapOptions,
): Interval {
  const { method, rng, level = 0.95, resamples = 9999 } = options;
  checkSample("A bootstrap", values);
  const n = values.length;
  const replicates = Array.from({ length: resamples }, () =>
    statistic(Array.from({ length: n }, () => values[rng.below(n)]!)),
  );
  if (method === "percentile") return percentileInterval(replicates, level);
  return bcaInterval(replicates, { observed: statistic(values), jackknife: jackknife(values, statistic), level });
}

/** The middle `level` of the replicates. */
export function percentileInterval(replicates: ArrayLike<number>, level: number): Interval {
  const tail = (1 - level) / 2;
  return { low: quantile(replicates, tail), high: quantile(replicates, 1 - tail) };
}

/**
 * The bias-corrected and accelerated interval.
 *   alpha' = Phi(z0 + (z0 + z) / (1 - a (z0 + z))),  a = sum d^3 / (6 (sum d^2)^1.5),  d = mean(jackknife) - jackknife_i
 * Falls back to the plain percentiles where the replicates or the jackknife do not vary.
 */
export function bcaInterval(
  replicates: readonly number[],
  facts: { readonly observed: number; readonly jackknife: readonly number[]; readonly level: number },
): Interval {
  const z0 = biasOf(replicates, facts.observed);
  const a = accelerationOf(facts.jackknife);
  if (!Number.isFinite(z0) || !Number.isFinite(a)) return percentileInterval(replicates, facts.level);
  const at = (tail: number): number => {
    const z = z0 + normalQuantile(tail);
    return quantile(replicates, normalCdf(z0 + z / (1 - a * z)));
  };
  return { low: at((1 - facts.level) / 2), high: at((1 + facts.level) / 2) };
}

/** The statistic with each value left out in turn. */
export function jackknife(values: readonly number[], statistic: Statistic): readonly number[] {
  return values.map((_, left) => statistic(values.filter((_, index) => index !== left)));
}

function biasOf(replicates: readonly number[], observed: number): number {
  const below = replicates.filter((value) => value < observed).length;
  const notAbove = replicates.filter((value) => value <= observed).length;
  return normalQuantile((below + notAbove) / (2 * replicates.length));
}

function accelerationOf(left: readonly number[]): number {
  const centre = mean(left);
  const deviations = left.map((value) => centre - value);
  const cubes = deviations.reduce((sum, d) => sum + d ** 3, 0);
  const squares = deviations.reduce((sum, d) => sum + d ** 2, 0);
  return cubes / (6 * squares ** 1.5);
}
