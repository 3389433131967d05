/** Comparison of two numbers that should be compared exactly but were computed in float64. */

/**
 * Whether a ≤ b, a rounding of either aside: (1 - 0.9) / 2 is a little less than 1 / 20.
 * a, b: at least 0. What is farther apart than a few units in the last place is told apart.
 */
export function atMost(a: number, b: number): boolean {
  return a <= b * (1 + 1e-12);
}
