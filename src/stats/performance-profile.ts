/**
 * Performance profiles of scores: which share of runs scores above each threshold.
 *
 * A curve that lies above another everywhere is better whatever the threshold (stochastic dominance). Source: Agarwal et al. 2021 (rliable);
 * Dolan and More 2002 for profiles of times, which are in algoperf.ts.
 */
import type { Interval } from "./bootstrap.ts";
import { mean } from "./mean-interval.ts";
import { type Strata, type StratifiedOptions, stratifiedInterval } from "./stratified-bootstrap.ts";

/** A point of the curve with its interval. */
export interface ProfilePoint extends Interval {
  readonly threshold: number;
  /** 0 … 1. */
  readonly share: number;
}

/**
 * Share of runs with a score above each threshold (strictly), averaged over workloads, with pointwise intervals by the stratified bootstrap.
 * A diverged run (-Infinity) is above none. NaN for an empty workload.
 */
export function performanceProfile(
  scores: Strata,
  thresholds: readonly number[],
  options: StratifiedOptions,
): readonly ProfilePoint[] {
  return thresholds.map((threshold) => {
    const share = (strata: readonly ArrayLike<number>[]): number =>
      mean(strata.map((runs) => shareAbove(runs, threshold)));
    return { threshold, share: share(scores), ...stratifiedInterval(scores, share, options) };
  });
}

function shareAbove(runs: ArrayLike<number>, threshold: number): number {
  let above = 0;
  for (let i = 0; i < runs.length; i++) if (runs[i]! > threshold) above++;
  return above / runs.length;
}
