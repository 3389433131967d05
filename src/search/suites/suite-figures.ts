/**
 * What is said of a suite: its rank correlation with the truth, its noise, and the edges that a search would have to see.
 */
import { createRng } from "../../core/rng.ts";
import { percentileInterval } from "../../stats/bootstrap.ts";
import { interquartileMean } from "../../stats/iqm.ts";
import { mean } from "../../stats/mean-interval.ts";
import { quantile } from "../../stats/quantile.ts";
import { rankCorrelation } from "../../stats/rank-correlation.ts";
import type { RuleScores } from "./measure-rule.ts";
import type { Consensus } from "./truth.ts";

/** A paired difference of two rules over draws that both finished; null where those are fewer than two. */
export interface Edge {
  readonly mean: number;
  readonly standardError: number;
}

/** Figures of a suite. */
export interface SuiteFigures {
  /** Spearman's correlation with the mean ranks of the truth, and its 95 % bootstrap interval over rules. */
  readonly rho: number;
  readonly low: number;
  readonly high: number;
  /** Rules that it is of. */
  readonly rules: number;
  /** Draws of the suite that separate two rules 0.002 apart, at two standard errors of their paired difference; the median over pairs. */
  readonly seeds: number;
  /** The correlation with the ranks of each task alone. */
  readonly byTask: { readonly [task: string]: number };
  readonly edges: { readonly [pair: string]: Edge | null };
}

/** Edges of the table: the first less the second. */
export const edgePairs: readonly (readonly [string, string])[] = [
  ["lion", "adamw"],
  ["lion", "signum"],
  ["adamw-two-averages", "adamw"],
];

/** A difference that a search should see. */
const edgeToSee = 0.002;
const resamples = 4999;

/** Figures of a suite from what its rules scored. Only rules that the truth ranks count for the correlation. */
export function suiteFigures(
  measured: readonly RuleScores[],
  { ranks, byTask }: Pick<Consensus, "ranks" | "byTask">,
): SuiteFigures {
  const pairs = pairsWith(measured, ranks);
  const rho = correlation(pairs);
  const rng = createRng(0, "bootstrap over rules");
  const drawn = Array.from({ length: resamples }, () => correlation(pairs.map(() => pairs[rng.below(pairs.length)]!)));
  const { low, high } = percentileInterval(drawn.filter(Number.isFinite), 0.95);
  return {
    ...{ rho, low, high, rules: pairs.length, seeds: separatingSeeds(measured) },
    byTask: Object.fromEntries([...byTask].map(([task, own]) => [task, correlation(pairsWith(measured, own))])),
    edges: Object.fromEntries(edgePairs.map(([a, b]) => [`${a} - ${b}`, edgeOf(measured, [a, b])])),
  };
}

/**
 * A rule as the truth and as the suite sees it. The score is the interquartile mean over draws: at a rate just below what it bears a rule fails one
 * run in fifty, and a single 0 would outweigh all that tells rules apart.
 */
interface RankedScore {
  readonly rank: number;
  readonly score: number;
}

function pairsWith(measured: readonly RuleScores[], ranks: ReadonlyMap<string, number>): readonly RankedScore[] {
  return measured.flatMap(({ rule, scores }) => {
    const rank = ranks.get(rule);
    return rank === undefined ? [] : [{ rank, score: interquartileMean(scores) }];
  });
}

function correlation(pairs: readonly RankedScore[]): number {
  return rankCorrelation(
    pairs.map(({ rank }) => rank),
    pairs.map(({ score }) => score),
  );
}

function edgeOf(measured: readonly RuleScores[], [a, b]: readonly [string, string]): Edge | null {
  const of = (name: string): readonly number[] | undefined => measured.find(({ rule }) => rule === name)?.scores;
  const [first, second] = [of(a), of(b)];
  if (first === undefined || second === undefined) return null;
  const { centre, deviation, count } = differences(first, second);
  if (count < 2) return null;
  return { mean: centre, standardError: deviation / Math.sqrt(count) };
}

/** n with 2 s / sqrt(n) = 0.002, s the deviation of paired differences: the median over pairs that have any in common. */
function separatingSeeds(measured: readonly RuleScores[]): number {
  const deviations = measured.flatMap((one, i) =>
    measured.slice(i + 1).map((other) => differences(one.scores, other.scores).deviation),
  );
  return Math.max(1, Math.ceil(((2 * quantile(deviations.filter(Number.isFinite), 0.5)) / edgeToSee) ** 2));
}

/** Over the draws that neither fails. */
function differences(a: readonly number[], b: readonly number[]): { centre: number; deviation: number; count: number } {
  const values = a.flatMap((value, i) => (value > 0 && b[i]! > 0 ? [value - b[i]!] : []));
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return { centre, deviation: Math.sqrt(squares / (values.length - 1)), count: values.length };
}
