/**
 * Every pair of samples tested, and corrected together.
 */
import { a12 } from "../../stats/effect-size.ts";
import { hodgesLehmann } from "../../stats/hodges-lehmann.ts";
import { holm } from "../../stats/holm.ts";
import { mannWhitney } from "../../stats/mann-whitney.ts";
import { type Estimate, mean } from "../../stats/mean-interval.ts";
import type { SeedFigure } from "./seed-order.ts";

/** The outcome of a pair; positions are those of the samples, `first` before `second`. */
export interface PairTest {
  readonly first: number;
  readonly second: number;
  /** Runs of either side. */
  readonly n1: number;
  readonly n2: number;
  /** Two-sided; `adjusted` after Holm's correction over all pairs. */
  readonly p: number;
  readonly adjusted: number;
  readonly method: "exact" | "asymptotic";
  /** How much higher the first is. */
  readonly shift: Estimate;
  /** Difference of the means; infinite where one side has a diverged run, NaN where both have. */
  readonly means: number;
  readonly effect: Estimate;
}

/** Tests each sample against each that follows it. */
export function pairTests(samples: readonly (readonly SeedFigure[])[]): readonly PairTest[] {
  const values = samples.map((sample) => sample.map(({ value }) => value));
  const pairs = values.flatMap((x, first) =>
    values.slice(first + 1).map((y, offset) => {
      const { n1, n2, p, method } = mannWhitney(x, y);
      const figures = { shift: hodgesLehmann(x, y), means: mean(x) - mean(y), effect: a12(x, y) };
      return { first, second: first + 1 + offset, n1, n2, p, method, ...figures };
    }),
  );
  const adjusted = holm(pairs.map(({ p }) => p));
  return pairs.map((pair, index) => ({ ...pair, adjusted: adjusted[index]! }));
}
