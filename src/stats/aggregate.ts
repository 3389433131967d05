/**
 * Aggregates over workloads and runs, with stratified bootstrap intervals: interquartile mean, optimality gap, probability of improvement.
 *
 * Scores must be on one scale, such as the share of the way from a guess to the best known accuracy of each workload.
 * Source: Agarwal et al. 2021 (rliable). Deviation: 10,000 resamples by default, where rliable takes 50,000.
 */
import { LabError } from "../core/errors.ts";
import { winShare } from "./effect-size.ts";
import { interquartileMean } from "./iqm.ts";
import { type Estimate, mean } from "./mean-interval.ts";
import { type Strata, type StratifiedOptions, stratifiedInterval } from "./stratified-bootstrap.ts";

/** Interquartile mean of all runs of all workloads. n is the number of runs. Errors: `empty-sample`, `not-a-number`. */
export function aggregateIqm(scores: Strata, options: StratifiedOptions): Estimate {
  return aggregate(scores, (strata) => interquartileMean(joined(strata)), options);
}

/** How far the runs fall short of `goal` on average: goal - mean(min(x, goal)), 0 where all reach it. Errors as `aggregateIqm`. */
export function optimalityGap(scores: Strata, goal: number, options: StratifiedOptions): Estimate {
  const gap = (strata: readonly ArrayLike<number>[]): number => {
    const all = joined(strata);
    return goal - all.reduce((sum, x) => sum + Math.min(x, goal), 0) / all.length;
  };
  return aggregate(scores, gap, options);
}

/**
 * Chance that a run of the first optimizer beats one of the second on the same workload, averaged over workloads: the mean of A12.
 * Errors: as `aggregateIqm`, and `unequal-workloads`.
 */
export function probabilityOfImprovement(first: Strata, second: Strata, options: StratifiedOptions): Estimate {
  if (first.length !== second.length) {
    throw new LabError(
      "unequal-workloads",
      `A probability of improvement compares on the same workloads, but there are ${first.length} and ${second.length}.`,
    );
  }
  const figure = (strata: readonly ArrayLike<number>[]): number =>
    mean(first.map((_, task) => winShare(strata[task]!, strata[first.length + task]!)));
  return aggregate([...first, ...second], figure, options);
}

function aggregate(
  scores: Strata,
  figure: (strata: readonly ArrayLike<number>[]) => number,
  options: StratifiedOptions,
): Estimate {
  if (scores.length === 0 || scores.some((runs) => runs.length === 0)) {
    throw new LabError("empty-sample", "An aggregate needs at least one run on every workload, but one has none.");
  }
  if (scores.some((runs) => runs.some(Number.isNaN))) {
    throw new LabError(
      "not-a-number",
      "An aggregate needs numbers, but a score is not a number (NaN). Give a diverged run the score of a guess, or -Infinity.",
    );
  }
  const n = scores.reduce((sum, runs) => sum + runs.length, 0);
  return { n, value: figure(scores), ...stratifiedInterval(scores, figure, options) };
}

function joined(strata: readonly ArrayLike<number>[]): Float64Array {
  const all = new Float64Array(strata.reduce((sum, runs) => sum + runs.length, 0));
  let at = 0;
  for (const runs of strata) {
    all.set(runs, at);
    at += runs.length;
  }
  return all;
}
