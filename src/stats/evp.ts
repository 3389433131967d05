/**
 * Expected validation performance: the best score to be expected from n tries of a random search.
 *
 * Only for tries drawn independently at random; for a grid these formulas do not hold.
 * Source: Dodge et al. 2019 (with replacement, biased) and Tang et al. 2020 (without replacement, unbiased).
 */
import { checkSample } from "./check-samples.ts";

/**
 * Expected maximum for n = 1..B tries, B the number of scores.
 *   "with-replacement":    E_n = sum v_(i) ((i/B)^n - ((i-1)/B)^n)
 *   "without-replacement": E_n = sum v_(i) C(i-1, n-1) / C(B, n)
 * scores: validation scores of all tries, a diverged one as the score of a guess (or -Infinity, which then stays). `most`: largest n; default B.
 */
export function expectedValidationPerformance(
  scores: readonly number[],
  sampling: "with-replacement" | "without-replacement",
  most = scores.length,
): readonly number[] {
  if (scores.length > 0) checkSample("An expected best score", scores);
  const sorted = [...scores].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const b = sorted.length;
  let weights = sorted.map(() => 1 / b);
  return Array.from({ length: Math.min(most, b) }, (_, index) => {
    const tries = index + 1;
    if (sampling === "with-replacement") weights = sorted.map((_, at) => weightWithReplacement(at + 1, tries, b));
    else if (index > 0) weights = weights.map((weight, at) => weight * moreTries(at + 1, tries, b));
    return sorted.reduce((sum, score, at) => (weights[at] === 0 ? sum : sum + weights[at]! * score), 0);
  });
}

/** Probability that the i-th smallest of B is the maximum of n draws. */
function weightWithReplacement(i: number, n: number, b: number): number {
  return (i / b) ** n - ((i - 1) / b) ** n;
}

/** The same without replacement is n / B times the product of (i - j) / (B - j) over j = 1..n-1: what the n-th draw multiplies it by. */
function moreTries(i: number, n: number, b: number): number {
  return ((n / (n - 1)) * Math.max(0, i - (n - 1))) / (b - (n - 1));
}
