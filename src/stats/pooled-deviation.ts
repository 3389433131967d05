/**
 * The spread within several groups, taken together.
 */
import { standardDeviation } from "./mean-interval.ts";

/**
 * Root of the mean variance of the groups, weighted by their degrees of freedom n - 1; groups below two values say nothing. NaN where none says
 * anything, or where a value is infinite: leave diverged runs out and say so.
 */
export function pooledDeviation(groups: readonly (readonly number[])[]): number {
  let squares = 0;
  let degrees = 0;
  for (const group of groups.filter((values) => values.length >= 2)) {
    squares += standardDeviation(group) ** 2 * (group.length - 1);
    degrees += group.length - 1;
  }
  return Math.sqrt(squares / degrees);
}
