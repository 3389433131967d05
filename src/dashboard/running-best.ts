/** The best of what came so far, for the small curve of a run in the list. */

/** The highest of the values up to each; without those that are no number. */
export function runningBest(values: readonly number[]): readonly number[] {
  let best = Number.NEGATIVE_INFINITY;
  return values.flatMap((value) => {
    if (Number.isNaN(value)) return [];
    best = Math.max(best, value);
    return [best];
  });
}
