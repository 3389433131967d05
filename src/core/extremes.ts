/**
 * Largest and smallest of any number of values. `Math.max(...values)` passes each as an argument, and a list of some 120,000
 * overflows the stack.
 */

/** As `Math.max` of all values: -Infinity of none, NaN where one is. */
export function largest(values: Iterable<number>): number {
  let most = Number.NEGATIVE_INFINITY;
  for (const value of values) most = Math.max(most, value);
  return most;
}

/** As `Math.min` of all values: Infinity of none, NaN where one is. */
export function smallest(values: Iterable<number>): number {
  let least = Number.POSITIVE_INFINITY;
  for (const value of values) least = Math.min(least, value);
  return least;
}
