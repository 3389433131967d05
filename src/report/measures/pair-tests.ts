/**
 * Every pair of samples tested, and corrected together.
 */
import { a12 } from "../../stats/effect-size.ts";
import { hodgesLehmann } from "../../stats/hodges-lehmann.ts";
import { holm } from "../../stats/holm.ts";
import { mannWhitney } from "../../stats/mann-whitney.ts";
import { type Estimate, mean } from "../../stats/mean-interval.ts";
import { pairedShift } from "../../stats/paired-shift.ts";
import { wilcoxon } from "../../stats/wilcoxon.ts";
import { type SeedFigure, sharedSeeds } from "./seed-order.ts";
import { chooseTest, type TestChoice } from "./test-choice.ts";

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
  /** How much higher the first is: Hodges and Lehmann's shift, of pairs where pairs were tested. */
  readonly shift: Estimate;
  /** Difference of the means; infinite where one side has a diverged run, NaN where both have. */
  readonly means: number;
  /** A12, over all pairs of runs. */
  readonly effect: Estimate;
}

/** All pairs, and how they were tested. */
export interface PairTests {
  readonly choice: TestChoice;
  readonly pairs: readonly PairTest[];
}

/** Tests each sample against each that follows it, at the level `alpha` that the choice of the test goes by. */
export function pairTests(samples: readonly (readonly SeedFigure[])[], alpha: number): PairTests {
  const choice = chooseTest(samples, alpha);
  const values =
    choice.test === "wilcoxon" ? sharedSeeds(samples) : samples.map((sample) => sample.map(({ value }) => value));
  const pairs = values.flatMap((x, first) =>
    values.slice(first + 1).map((y, offset) => {
      const tested = choice.test === "wilcoxon" ? paired(x, y) : unpaired(x, y);
      const figures = { n1: x.length, n2: y.length, means: mean(x) - mean(y), effect: a12(x, y) };
      return { first, second: first + 1 + offset, ...tested, ...figures };
    }),
  );
  const adjusted = holm(pairs.map(({ p }) => p));
  return { choice, pairs: pairs.map((pair, index) => ({ ...pair, adjusted: adjusted[index]! })) };
}

type Tested = Pick<PairTest, "p" | "method" | "shift">;

function paired(x: readonly number[], y: readonly number[]): Tested {
  const { p, method } = wilcoxon(x, y);
  return { p, method, shift: pairedShift(x, y) };
}

function unpaired(x: readonly number[], y: readonly number[]): Tested {
  const { p, method } = mannWhitney(x, y);
  return { p, method, shift: hodgesLehmann(x, y) };
}
