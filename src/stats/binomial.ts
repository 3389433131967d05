/**
 * The binomial distribution, for what guessing reaches by luck.
 */
import { incompleteBeta } from "./special.ts";

/** P(X >= k) of X hits in n tries of probability p: I_p(k, n - k + 1); 1 for k <= 0, 0 for k > n. */
export function binomialUpperTail(k: number, n: number, p: number): number {
  if (k <= 0) return 1;
  return k > n ? 0 : incompleteBeta(p, k, n - k + 1);
}

/** Most hits that luck still gives: the largest k with P(X >= k) > tail. */
export function mostByLuck(n: number, p: number, tail = 0.05): number {
  let [low, high] = [0, n];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (binomialUpperTail(middle, n, p) > tail) low = middle;
    else high = middle - 1;
  }
  return low;
}
