/**
 * Spearman's rank correlation: the correlation of the mid-ranks of two samples of pairs.
 *   rho = cov(rank a, rank b) / (sd(rank a) sd(rank b))      1: the same order, -1: the reverse
 * Source: Spearman 1904; ties by mid-ranks, as SciPy's `spearmanr`.
 */
import { checkSample } from "./check-samples.ts";
import { mean } from "./mean-interval.ts";
import { midRanks } from "./ranks.ts";

/** `a[i]` and `b[i]` belong together. NaN where one of them does not vary. Errors: `empty-sample`, `not-a-number`. */
export function rankCorrelation(a: readonly number[], b: readonly number[]): number {
  checkSample("A rank correlation", a);
  checkSample("A rank correlation", b);
  const [x, y] = [centred(midRanks(a)), centred(midRanks(b))];
  const product = x.reduce((sum, value, i) => sum + value * y[i]!, 0);
  return product / Math.sqrt(squares(x) * squares(y));
}

function centred(values: readonly number[]): readonly number[] {
  const centre = mean(values);
  return values.map((value) => value - centre);
}

function squares(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}
