/**
 * Quantiles of a list of numbers. Infinite values take part: a diverged run is -Infinity (or Infinity) and ranks last.
 */

/**
 * Quantile q in 0..1 by linear interpolation between order statistics at position q (n - 1) (NumPy's default, Hyndman and
 * Fan type 7). NaN for an empty list. Between an infinite and a finite neighbour the infinite one wins.
 */
export function quantile(values: ArrayLike<number>, q: number): number {
  const sorted = Float64Array.from(values).sort();
  const position = q * (sorted.length - 1);
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  const share = position - Math.floor(position);
  return share === 0 || below === above ? below : below * (1 - share) + above * share;
}

/** The middle value, or the mean of the two middle ones; NaN for an empty list. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
