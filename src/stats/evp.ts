/**
 * Expected validation performance: the best score to be expected from n tries of a random search.
 *
 * Only for tries drawn independently at random; for a grid these formulas do not hold.
 * Source: Dodge et al. 2019 (with replacement, biased) and Tang et al. 2020 (without replacement, unbiased).
 */

/**
 * Expected maximum for n = 1..B tries, B the number of scores.
 *   "with-replacement":    E_n = sum v_(i) ((i/B)^n - ((i-1)/B)^n)
 *   "without-replacement": E_n = sum v_(i) C(i-1, n-1) / C(B, n)
 * scores: validation scores of all tries, a diverged one as the score of a guess (or -Infinity, which then stays).
 */
export function expectedValidationPerformance(
  scores: readonly number[],
  sampling: "with-replacement" | "without-replacement",
): readonly number[] {
  const sorted = [...scores].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const weight = sampling === "with-replacement" ? weightWithReplacement : weightWithoutReplacement;
  return sorted.map((_, tries) =>
    sorted.reduce((sum, score, index) => {
      const share = weight(index + 1, tries + 1, sorted.length);
      return share === 0 ? sum : sum + share * score;
    }, 0),
  );
}

/** Probability that the i-th smallest of B is the maximum of n draws. */
function weightWithReplacement(i: number, n: number, b: number): number {
  return (i / b) ** n - ((i - 1) / b) ** n;
}

/** The same without replacement, as n/B times the product of (i - j) / (B - j) over j = 1..n-1. */
function weightWithoutReplacement(i: number, n: number, b: number): number {
  let weight = n / b;
  for (let j = 1; j < n; j++) weight *= Math.max(0, i - j) / (b - j);
  return weight;
}
