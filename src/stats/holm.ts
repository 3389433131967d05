/**
 * Holm's correction of p-values for several tests. Source: Holm 1979.
 */
import { checkPValues } from "./check-samples.ts";

/**
 * Adjusted p-values in the given order.
 *   with p sorted upwards: adjusted_(i) = max over j <= i of min(1, (m - j + 1) p_(j))
 * Errors: `p-out-of-range`.
 */
export function holm(pValues: readonly number[]): readonly number[] {
  checkPValues(pValues);
  const order = pValues.map((_, index) => index).sort((a, b) => pValues[a]! - pValues[b]!);
  const adjusted = new Array<number>(pValues.length).fill(1);
  let highest = 0;
  order.forEach((index, position) => {
    highest = Math.max(highest, Math.min(1, (pValues.length - position) * pValues[index]!));
    adjusted[index] = highest;
  });
  return adjusted;
}
