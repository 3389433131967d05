/**
 * Every pair of samples tested, and corrected together.
 */
import { a12 } from "../../stats/effect-size.ts";
import { hodgesLehmann } from "../../stats/hodges-lehmann.ts";
import { holm } from "../../stats/holm.ts";
import { type MannWhitney, mannWhitney } from "../../stats/mann-whitney.ts";
import { type Estimate, mean } from "../../stats/mean-interval.ts";

/** The outcome of a pair; positions are those of the samples, `first` before `second`. */
export interface PairTest {
  readonly first: number;
  readonly second: number;
  readonly test: MannWhitney;
  /** p after Holm's correction over all pairs. */
  readonly adjusted: number;
  readonly shift: Estimate;
  /** Difference of the means; infinite where one side has a diverged run, NaN where both have. */
  readonly means: number;
  readonly effect: Estimate;
}

/** Tests each sample against each that follows it. A diverged run is -Infinity. */
export function pairTests(samples: readonly (readonly number[])[]): readonly PairTest[] {
  const pairs = samples.flatMap((x, first) =>
    samples.slice(first + 1).map((y, offset) => {
      const second = first + 1 + offset;
      const means = mean(x) - mean(y);
      return { first, second, test: mannWhitney(x, y), shift: hodgesLehmann(x, y), means, effect: a12(x, y) };
    }),
  );
  const adjusted = holm(pairs.map(({ test }) => test.p));
  return pairs.map((pair, index) => ({ ...pair, adjusted: adjusted[index]! }));
}
