/**
 * Brunner and Munzel's test of two independent samples, two-sided: whether A12 differs from 1/2 where spreads or shapes may differ too.
 *
 * Mann-Whitney's p-value assumes that samples without a difference have one distribution; this one's does not, at the price of an
 * approximation by Student's t. With fewer than about ten values a side it rejects too often.
 * Source: Brunner and Munzel 2000.
 */
import { LabError } from "../core/errors.ts";
import { checkRankable } from "./check-samples.ts";
import { mean } from "./mean-interval.ts";
import { midRanks } from "./ranks.ts";
import { studentTwoSidedTail } from "./student-t.ts";

/** Outcome of the test. */
export interface BrunnerMunzel {
  /** Negative where the first sample is higher. */
  readonly statistic: number;
  /** Degrees of freedom, Satterthwaite's. */
  readonly degrees: number;
  /** Two-sided. */
  readonly p: number;
}

/**
 * Tests P(X > Y) + P(X = Y) / 2 = 1/2; null where no rank varies within either sample's comparison with the other, as where the samples do
 * not overlap or all values are equal: the approximation has nothing to go by then.
 * Infinities rank. Errors: `empty-sample`, `not-a-number`, `too-few-values` below two values a side.
 */
export function brunnerMunzel(first: readonly number[], second: readonly number[]): BrunnerMunzel | null {
  checkRankable("A Brunner-Munzel test", first, second);
  const [n1, n2] = [first.length, second.length];
  if (n1 < 2 || n2 < 2) {
    throw new LabError(
      "too-few-values",
      `A Brunner-Munzel test needs at least two values a side, but there are ${n1} and ${n2}.`,
      { n1, n2 },
    );
  }
  const pooled = midRanks([...first, ...second]);
  const [x, y] = [pooled.slice(0, n1), pooled.slice(n1)];
  const spreadX = n1 * placementVariance(x, first);
  const spreadY = n2 * placementVariance(y, second);
  if (spreadX + spreadY === 0) return null;
  const statistic = (n1 * n2 * (mean(y) - mean(x))) / ((n1 + n2) * Math.sqrt(spreadX + spreadY));
  const degrees = (spreadX + spreadY) ** 2 / (spreadX ** 2 / (n1 - 1) + spreadY ** 2 / (n2 - 1));
  return { statistic, degrees, p: studentTwoSidedTail(statistic, degrees) };
}

/** Variance of (rank among all) - (rank in its own sample): of how many of the other sample lie below each value. */
function placementVariance(pooled: readonly number[], values: readonly number[]): number {
  const own = midRanks(values);
  const placements = pooled.map((rank, index) => rank - own[index]!);
  const centre = mean(placements);
  return placements.reduce((sum, place) => sum + (place - centre) ** 2, 0) / (values.length - 1);
}
