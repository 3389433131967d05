/**
 * What tuning is worth: the best accuracy after 1, 2, 3 … tries.
 *
 * Of tries drawn at random the expected best is known (`stats/evp.ts`). Points of a grid are no random draws from a space, so for them it is
 * the middle over all orders of the points that were tried.
 */
import { expectedValidationPerformance } from "../../stats/evp.ts";

/** Tries up to which the best is told: whoever can afford more sees the end of the curve. */
const mostTries = 100;

/** The best of so many tries. */
export interface BestOfTries {
  readonly tries: number;
  readonly middle: number;
}

/** Expected best of random tries, without replacement. Accuracies are finite; a diverged one is given as that of a guess. */
export function bestOfRandomTries(accuracies: readonly number[], most = mostTries): readonly BestOfTries[] {
  return expectedValidationPerformance(accuracies, "without-replacement", most).map((middle, index) => {
    return { tries: index + 1, middle };
  });
}

/** Best of points taken in any order: the lower median over all orders. */
export function bestOfOrderedTries(accuracies: readonly number[], most = mostTries): readonly BestOfTries[] {
  const sorted = [...accuracies].sort((a, b) => a - b);
  return sorted
    .slice(0, most)
    .map((_, index) => ({ tries: index + 1, middle: sorted[middleAt(sorted.length, index + 1)]! }));
}

/** Position of the lower median of the maximum of n of B: the first i with C(i + 1, n) / C(B, n) >= 1/2. */
function middleAt(points: number, tries: number): number {
  let [low, high] = [tries - 1, points - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    let share = 1; // of the choices of `tries` points that are all among the first middle + 1
    for (let j = 0; j < tries; j++) share *= (middle + 1 - j) / (points - j);
    if (share >= 0.5 - 1e-12) high = middle;
    else low = middle + 1;
  }
  return low;
}
