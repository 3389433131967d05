/**
 * What tuning is worth: the best accuracy after 1, 2, 3 … tries.
 *
 * Of tries drawn at random the expected best is known (`stats/evp.ts`). Points of a grid are no random draws from a space, so for them it is
 * the middle over all orders of the points that were tried.
 */
import { expectedValidationPerformance } from "../../stats/evp.ts";

/** The best of so many tries. */
export interface BestOfTries {
  readonly tries: number;
  readonly middle: number;
}

/** Expected best of random tries, without replacement. Accuracies are finite; a diverged one is given as that of a guess. */
export function bestOfRandomTries(accuracies: readonly number[]): readonly BestOfTries[] {
  return expectedValidationPerformance(accuracies, "without-replacement").map((middle, index) => {
    return { tries: index + 1, middle };
  });
}

/** Best of points taken in any order: the lower median over all orders. */
export function bestOfOrderedTries(accuracies: readonly number[]): readonly BestOfTries[] {
  const sorted = [...accuracies].sort((a, b) => a - b);
  return sorted.map((_, index) => ({ tries: index + 1, middle: sorted[middleAt(sorted.length, index + 1)]! }));
}

/** Position of the lower median of the maximum of n of B: the first i with C(i + 1, n) / C(B, n) >= 1/2. */
function middleAt(points: number, tries: number): number {
  for (let at = tries - 1; at < points; at++) {
    let share = 1; // of the choices of `tries` points that are all among the first at + 1
    for (let j = 0; j < tries; j++) share *= (at + 1 - j) / (points - j);
    if (share >= 0.5 - 1e-12) return at;
  }
  return points - 1;
}
