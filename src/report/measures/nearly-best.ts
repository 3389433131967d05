/**
 * How wide the range of settings is that do nearly as well as the best, and what one picked blindly gives.
 *
 * Heights are means over seeds of settings in the order of their grid; -Infinity where a seed diverged, NaN where none has ended.
 */

/** Loss of accuracy up to which a setting counts as nearly best: one point. */
export const nearlyBest = 0.01;

/** First and last position of the unbroken run around `best` that loses at most `within` against it. */
export function nearlyBestRange(
  heights: readonly number[],
  best: number,
  within = nearlyBest,
): readonly [from: number, to: number] {
  const near = (index: number): boolean => heights[index]! >= heights[best]! - within;
  let from = best;
  let to = best;
  while (from > 0 && near(from - 1)) from--;
  while (to + 1 < heights.length && near(to + 1)) to++;
  return [from, to];
}

/** The lower median of what is known: what a setting picked blindly gives at least half of the time. NaN where nothing is. */
export function typicalHeight(heights: readonly number[]): number {
  const known = Float64Array.from(heights.filter((height) => !Number.isNaN(height))).sort();
  return known[(known.length - 1) >> 1] ?? Number.NaN;
}
