/**
 * Figures of SciPy on thousands of random cases, as `make_samples.py` and `make_inference.py` of `test/fixtures/stats/` wrote them.
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

type Table = number[][];

/** Figures beyond tests of two samples; see the script for what each case holds. */
export const inference = read("inference.json") as {
  readonly corrections: readonly [p: number[], benjaminiHochberg: number[], holm: number[]][];
  readonly friedman: readonly [
    table: Table,
    chiSquare: Figure,
    p: Figure,
    f: Figure,
    fP: Figure,
    meanRanks: number[],
    criticalDifference: Figure,
  ][];
  readonly aggregates: readonly [x: Table, y: Table, iqm: number, gap: number, improvement: number, above: number][];
  readonly times: readonly [times: Figure[][], scores: number[], at2: number[]][];
  readonly order: readonly [x: number[], y: number[], violation: number][];
  readonly welchPower: readonly [n: number, deviations: number, alpha: number, power: number][];
  readonly intervals: readonly [values: number[], drawn: string[], ends: [low: Figure, high: Figure][]][];
  readonly tries: readonly [scores: number[], withReplacement: number[], withoutReplacement: number[]][];
  readonly claims: readonly [values: number[], target: number, t: Figure, p: Figure, sign: number, z: number][];
  readonly studentizedRange: readonly [k: number, q: number, level: number][];
  readonly upperGamma: readonly [a: number, x: number, value: number][];
};
