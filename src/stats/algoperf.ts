/**
 * AlgoPerf's measures of times to a target: how much slower than the best is each optimizer, and on how many workloads.
 *
 * Source: Dahl et al. 2023, arXiv:2306.07179, section 4.4; Dolan and More 2002. Deviation: the score is the exact integral of the profile, where
 * their code adds trapezoids at 100 points.
 */
import { LabError } from "../core/errors.ts";
import { median } from "./quantile.ts";

/** Ratios above this count as never. */
export const largestRatio = 4;

/**
 * Time of an optimizer on a workload: the median over studies of the fastest trial of each; Infinity is a miss, also for a study without trials.
 * Any unit (seconds, steps, epochs), above 0. Errors: `not-a-time`.
 */
export function timeToTarget(studies: readonly (readonly number[])[]): number {
  checkTimes(studies);
  return studies.length === 0
    ? Number.POSITIVE_INFINITY
    : median(studies.map((trials) => trials.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY)));
}

/**
 * r[s][w] = t[s][w] / min over s of t[s][w], Infinity above `largest` or where no optimizer reached the target.
 * times[s][w]: of optimizer s on workload w. Errors: `not-a-time`.
 */
export function timeRatios(
  times: readonly (readonly number[])[],
  largest = largestRatio,
): readonly (readonly number[])[] {
  checkTimes(times);
  const best = (times[0] ?? []).map((_, w) =>
    times.reduce((least, row) => Math.min(least, row[w]!), Number.POSITIVE_INFINITY),
  );
  return times.map((row) =>
    row.map((time, w) => {
      const ratio = time / best[w]!;
      return ratio <= largest ? ratio : Number.POSITIVE_INFINITY; // not a number where nobody reached the target
    }),
  );
}

/** Share of workloads on which an optimizer is within tau times the best: rho(tau), of one row of `timeRatios`. NaN for none. */
export function timeProfile(ratios: readonly number[], tau: number): number {
  return ratios.filter((ratio) => ratio <= tau).length / ratios.length;
}

/**
 * AlgoPerf's score of one row of `timeRatios`, 0 … 1: the mean of its profile over tau = 1 … largest.
 *   B = (1 / W) sum over w of max(0, largest - r_w) / (largest - 1)
 */
export function algoPerfScore(ratios: readonly number[], largest = largestRatio): number {
  return ratios.reduce((sum, ratio) => sum + Math.max(0, largest - ratio), 0) / ((largest - 1) * ratios.length);
}

/**
 * How many times faster than a reference: the geometric mean of t_ref / t over workloads. A miss of either counts as `missed`, the longest time
 * allowed and a little more, one for each workload. NaN for none. Errors: `not-a-time`.
 */
export function speedUp(times: readonly number[], reference: readonly number[], missed: readonly number[]): number {
  checkTimes([times, reference, missed]);
  const at = (list: readonly number[], w: number): number => (Number.isFinite(list[w]!) ? list[w]! : missed[w]!);
  const logs = times.map((_, w) => Math.log(at(reference, w) / at(times, w)));
  return Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length);
}

function checkTimes(lists: readonly (readonly number[])[]): void {
  const wrong = lists.flat().find((time) => !(time > 0));
  if (wrong === undefined) return;
  throw new LabError(
    "not-a-time",
    `Times to a target are above 0, and Infinity where it was missed, but one is ${wrong}.`,
    { found: wrong },
  );
}
