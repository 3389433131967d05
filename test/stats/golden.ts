/**
 * Figures of SciPy on thousands of random cases, as `test/fixtures/stats/make_samples.py` wrote them.
 */
import { readFileSync } from "node:fs";

type Figure = number | null;

const read = (name: string) => JSON.parse(readFileSync(`test/fixtures/stats/${name}`, "utf8"));

/** Two samples; `exact` is null where SciPy has no exact figure, `brunner` where a side has one value. */
export const twoSampleCases = (
  read("two-samples.json") as [number[], number[], number, Figure, number | null, number | null, Figure, Figure][]
).map(([x, y, u, exact, corrected, plain, statistic, p]) => ({
  ...{ x, y, u, exact, corrected, plain },
  brunner: Math.min(x.length, y.length) < 2 ? null : { statistic, p },
}));

/** What SciPy says of pairs under one treatment of zeros. */
interface SignedRank {
  readonly statistic: number;
  readonly exact: Figure;
  readonly corrected: Figure;
  readonly plain: Figure;
}

/** Differences of pairs; `flip` is the permutation test of their mean. */
export const pairCases = (read("pairs.json") as [number[], ...Figure[]][]).map(([differences, ...figures]) => ({
  differences,
  wilcox: signedRank(figures.slice(0, 4)),
  pratt: signedRank(figures.slice(4, 8)),
  flip: figures[8]!,
}));

function signedRank(figures: readonly Figure[]): SignedRank {
  const [statistic, exact, corrected, plain] = figures;
  return { statistic: statistic!, exact: exact!, corrected: corrected!, plain: plain! };
}
