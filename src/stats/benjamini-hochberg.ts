/**
 * Benjamini and Hochberg's correction of p-values for several tests: it bounds the share of false findings among all findings, where Holm's
 * bounds the chance of any. For explorations of many; a claim is corrected by Holm. Source: Benjamini and Hochberg 1995.
 */
import { checkPValues } from "./check-samples.ts";

/**
 * Adjusted p-values in the given order, valid for independent or positively dependent tests.
 *   with p sorted upwards: adjusted_(i) = min over j >= i of min(1, m p_(j) / j)
 * Errors: `p-out-of-range`.
 */
export function benjaminiHochberg(pValues: readonly number[]): readonly number[] {
  checkPValues(pValues);
  const order = pValues.map((_, index) => index).sort((a, b) => pValues[b]! - pValues[a]!);
  const adjusted = new Array<number>(pValues.length).fill(1);
  let lowest = 1;
  order.forEach((index, position) => {
    const rank = pValues.length - position;
    lowest = Math.min(lowest, (pValues.length * pValues[index]!) / rank);
    adjusted[index] = lowest;
  });
  return adjusted;
}
