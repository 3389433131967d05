/**
 * A mean over seeds and how far to trust it: one rule for every table and figure of a report.
 *
 * From five seeds on the mean has its 95 % t-interval. Below, an interval on one to three degrees of freedom says more about Student's
 * t than about the optimizer (two seeds: 12.7 standard errors), so the seeds themselves are shown: drawn one by one, or as lowest …
 * highest. No interval leaves the range in which the figure can lie.
 */
import { type Estimate, meanInterval } from "../stats/mean-interval.ts";

/** Seeds from which on a mean has an interval. */
export const fewestSeedsForAnInterval = 5;

/** Range in which a figure can lie. */
export type Possible = readonly [least: number, most: number];

/** Of accuracies and other shares. */
export const shares: Possible = [0, 1];
/** Of losses and sizes. */
export const sizes: Possible = [0, Number.POSITIVE_INFINITY];
/** Of differences. */
export const anyNumber: Possible = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];

/** A mean over seeds. `spread` says what `low` and `high` are. */
export interface SeedEstimate extends Estimate {
  readonly spread: "interval" | "range" | "none";
}

/** Mean of the seeds' values with its spread. NaN with n = 0 for an empty list; a value that is not finite leaves no spread. */
export function seedEstimate(values: readonly number[], [least, most]: Possible): SeedEstimate {
  const estimate = meanInterval(values);
  const { n, value, low, high } = estimate;
  if (low === null || high === null) return { ...estimate, spread: "none" };
  if (n < fewestSeedsForAnInterval) {
    return { n, value, low: Math.min(...values), high: Math.max(...values), spread: "range" };
  }
  return { n, value, low: Math.max(least, low), high: Math.min(most, high), spread: "interval" };
}

/** What stands beside the means of a table, from the numbers of seeds behind its rows. */
export function tableSpread(seeds: readonly number[], alone = "none: one seed"): string {
  return spreadWords(seeds, alone, {
    interval: "mean ± 95 % t-interval over seeds",
    range: `mean [lowest … highest] of fewer than ${fewestSeedsForAnInterval} seeds`,
  });
}

/** What stands around the lines of a figure, from the numbers of seeds behind them; `seedsAs`: how seeds are drawn one by one. */
export function figureSpread(
  seeds: readonly number[],
  { seedsAs, alone = "none: one seed" }: { readonly seedsAs: "thin lines" | "rings"; readonly alone?: string },
): string {
  return spreadWords(seeds, alone, {
    interval: "band: 95 % t-interval over seeds",
    range: `${seedsAs}: the seeds themselves, where they are fewer than ${fewestSeedsForAnInterval}`,
  });
}

function spreadWords(
  seeds: readonly number[],
  alone: string,
  words: { readonly interval: string; readonly range: string },
): string {
  const several = seeds.filter((n) => n > 1);
  const parts = [
    several.some((n) => n >= fewestSeedsForAnInterval) ? words.interval : "",
    several.some((n) => n < fewestSeedsForAnInterval) ? words.range : "",
  ];
  return parts.filter((part) => part !== "").join("; ") || alone;
}
