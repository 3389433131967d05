/**
 * Trimmed means, the interquartile mean among them. Source: Agarwal et al. 2021 (rliable) for the use in comparisons.
 */
import { LabError } from "../core/errors.ts";
import { mean } from "./mean-interval.ts";

/**
 * Mean without the floor(share n) lowest and as many highest values, 0 <= share < 0.5; NaN for an empty list.
 * Errors: `share-out-of-range`.
 */
export function trimmedMean(values: ArrayLike<number>, share: number): number {
  if (!(share >= 0 && share < 0.5)) {
    throw new LabError(
      "share-out-of-range",
      `A trimmed mean leaves out a share of at least 0 and below 0.5 at each end, but ${share} was asked for.`,
      { share },
    );
  }
  const sorted = Float64Array.from(values).sort();
  const cut = Math.floor(share * values.length);
  return mean(sorted.subarray(cut, sorted.length - cut));
}

/** Interquartile mean: the mean of the middle half. */
export function interquartileMean(values: ArrayLike<number>): number {
  return trimmedMean(values, 0.25);
}
