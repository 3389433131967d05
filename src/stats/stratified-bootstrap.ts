/**
 * Stratified bootstrap: runs are drawn anew within each workload, so that every workload keeps its number of runs.
 * Source: Agarwal et al. 2021 (rliable): percentile intervals of aggregate figures from few runs each.
 */
import type { IndexSource, Interval } from "./bootstrap.ts";
import { percentileInterval } from "./bootstrap.ts";

/** Runs of each workload (or of each optimizer on each workload). */
export type Strata = readonly (readonly number[])[];

/** What a stratified bootstrap needs. */
export interface StratifiedOptions {
  readonly rng: IndexSource;
  /** Default 0.95. */
  readonly level?: number;
  /** Default 10,000. */
  readonly resamples?: number;
}

/**
 * The middle `level` of a figure of all strata over resamples. The figure may be infinite (diverged runs); it must not keep the lists that it is
 * given, which are used again for the next resample.
 */
export function stratifiedInterval(
  strata: Strata,
  figure: (strata: readonly Float64Array[]) => number,
  { rng, level = 0.95, resamples = 10_000 }: StratifiedOptions,
): Interval {
  const drawn = strata.map((values) => new Float64Array(values.length));
  const replicates = new Float64Array(resamples);
  for (let at = 0; at < resamples; at++) {
    strata.forEach((values, stratum) => {
      const into = drawn[stratum]!;
      for (let i = 0; i < into.length; i++) into[i] = values[rng.below(values.length)]!;
    });
    replicates[at] = figure(drawn);
  }
  return percentileInterval(replicates, level);
}
