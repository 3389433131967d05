/**
 * Almost stochastic order: how much of the way is the first sample NOT the better one? 0: each of its quantiles is at least as high as the other's;
 * 1: none is.
 *
 * The bound epsilon_min says with confidence 1 - alpha that the violation is at most so much; below 0.5 the first is better (almost always), below
 * 0.2 clearly. Few runs give bounds near 1, as they should. Source: del Barrio, Cuesta-Albertos and Matran 2018; Dror, Shlomov and Reichart 2019.
 * Deviation: the integrals are exact sums over the steps of both quantile functions, where others take a grid.
 */
import { LabError } from "../core/errors.ts";
import type { IndexSource } from "./bootstrap.ts";
import { checkRankable } from "./check-samples.ts";
import { standardDeviation } from "./mean-interval.ts";
import { normalQuantile } from "./normal.ts";

/** Outcome for "the first is better than the second". */
export interface StochasticOrder {
  /** Share of the squared distance between the quantile functions where the first is lower, 0 … 1; 0.5 for equal samples. */
  readonly violation: number;
  /** Its upper bound with confidence 1 - alpha, 0 … 1. */
  readonly epsilonMin: number;
}

/** What the bound needs. */
export interface StochasticOrderOptions {
  readonly rng: IndexSource;
  /** Default 0.05. */
  readonly alpha?: number;
  /** Default 1,000. */
  readonly resamples?: number;
}

/**
 *   violation = integral over {t: F^-1(t) < G^-1(t)} of (F^-1 - G^-1)^2 / integral of (F^-1 - G^-1)^2
 *   epsilonMin = violation - sd* Phi^-1(alpha), sd* the bootstrap's standard deviation of the violation, cut to 0 … 1
 * Errors: `empty-sample`, `not-a-number`, `not-finite`: distances need finite scores, so give a diverged run the score of a guess.
 */
export function almostStochasticOrder(
  first: readonly number[],
  second: readonly number[],
  { rng, alpha = 0.05, resamples = 1000 }: StochasticOrderOptions,
): StochasticOrder {
  checkRankable("Almost stochastic order", first, second);
  if (![...first, ...second].every(Number.isFinite)) {
    throw new LabError(
      "not-finite",
      "Almost stochastic order measures distances between scores, so all must be finite, but one is not. Give a diverged run the score of a guess.",
    );
  }
  const violation = violationOf(Float64Array.from(first).sort(), Float64Array.from(second).sort());
  const draw = (values: readonly number[]): Float64Array =>
    Float64Array.from(values, () => values[rng.below(values.length)]!).sort();
  const replicates = Array.from({ length: resamples }, () => violationOf(draw(first), draw(second)));
  const bound = violation - standardDeviation(replicates) * normalQuantile(alpha);
  return { violation, epsilonMin: Math.min(1, Math.max(0, bound)) };
}

/** Both in rising order. Steps of the two quantile functions are at multiples of 1 / n and 1 / m. */
function violationOf(x: Float64Array, y: Float64Array): number {
  const [n, m] = [x.length, y.length];
  let [i, j, t] = [0, 0, 0];
  let all = 0;
  let violated = 0;
  while (i < n && j < m) {
    const next = Math.min((i + 1) * m, (j + 1) * n); // in units of 1 / (n m), so that steps at one place are equal
    const area = (next - t) * (x[i]! - y[j]!) ** 2;
    all += area;
    if (x[i]! < y[j]!) violated += area;
    t = next;
    if (next === (i + 1) * m) i++;
    if (next === (j + 1) * n) j++;
  }
  return all === 0 ? 0.5 : violated / all;
}
