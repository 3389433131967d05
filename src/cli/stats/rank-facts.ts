/**
 * What `lionlab stats rank` says of optimizers over workloads, as one object and as text.
 */
import { benjaminiHochberg } from "../../stats/benjamini-hochberg.ts";
import { type Friedman, friedman } from "../../stats/friedman.ts";
import { holm } from "../../stats/holm.ts";
import { fewestWorkloads, nemenyi } from "../../stats/nemenyi.ts";
import { fewestPairs } from "../../stats/smallest-p.ts";
import { wilcoxon } from "../../stats/wilcoxon.ts";
import { plainTable } from "../plain-table.ts";
import { wrapped } from "../wrapped.ts";
import { figureText, percentText, pText } from "./figure-text.ts";
import type { WorkloadTable } from "./read-workloads.ts";

/** The facts. */
export interface RankFacts {
  readonly workloads: number;
  readonly alpha: number;
  /** Best first. `groups`: the cliques, by letter, that the optimizer is in. */
  readonly optimizers: readonly { readonly name: string; readonly meanRank: number; readonly groups: string }[];
  readonly friedman: { readonly chiSquare: number; readonly p: number };
  readonly imanDavenport: Friedman["imanDavenport"];
  /** Of Nemenyi; null below five workloads, where no groups are made either. */
  readonly criticalDifference: number | null;
  /** Optimizers that the workloads do not tell apart, best first. */
  readonly cliques: readonly (readonly string[])[];
  /** Every two, the one with the better rank first, by Wilcoxon's test over workloads, corrected together by Holm. */
  readonly pairs: readonly {
    readonly first: string;
    readonly second: string;
    readonly wins: number;
    readonly losses: number;
    readonly p: number;
    readonly pHolm: number;
    /** Benjamini and Hochberg's, for explorations. */
    readonly pBenjaminiHochberg: number;
  }[];
}

/** Computes them; figures are turned so that higher is better. Errors: those of `friedman`. */
export function rankFacts(
  { optimizers, figures }: WorkloadTable,
  { lowerIsBetter, alpha }: { readonly lowerIsBetter: boolean; readonly alpha: number },
): RankFacts {
  const table = lowerIsBetter ? figures.map((row) => row.map((value) => -value)) : figures;
  const test = friedman(table);
  const critical = table.length < fewestWorkloads ? null : nemenyi(table, alpha);
  const cliques = critical?.cliques ?? [];
  const order = optimizers.map((_, j) => j).sort((a, b) => test.meanRanks[a]! - test.meanRanks[b]!);
  const letters = (j: number): string =>
    cliques.map((clique, at) => (clique.includes(j) ? String.fromCharCode(97 + (at % 26)) : "")).join("");
  const pairs = order.flatMap((a, i) => order.slice(i + 1).map((b) => pairOf(table, a, b)));
  const adjusted = holm(pairs.map(({ p }) => p));
  const explored = benjaminiHochberg(pairs.map(({ p }) => p));
  return {
    workloads: table.length,
    alpha,
    optimizers: order.map((j) => ({ name: optimizers[j]!, meanRank: test.meanRanks[j]!, groups: letters(j) })),
    friedman: { chiSquare: test.chiSquare, p: test.p },
    imanDavenport: test.imanDavenport,
    criticalDifference: critical?.criticalDifference ?? null,
    cliques: cliques.map((clique) => clique.map((j) => optimizers[j]!)),
    pairs: pairs.map(({ a, b, ...rest }, i) => ({
      first: optimizers[a]!,
      second: optimizers[b]!,
      ...rest,
      pHolm: adjusted[i]!,
      pBenjaminiHochberg: explored[i]!,
    })),
  };
}

function pairOf(table: readonly (readonly number[])[], a: number, b: number) {
  const [x, y] = [table.map((row) => row[a]!), table.map((row) => row[b]!)];
  const wins = x.filter((value, w) => value > y[w]!).length;
  const losses = x.filter((value, w) => value < y[w]!).length;
  return { a, b, wins, losses, p: wilcoxon(x, y).p };
}

/** Mean ranks with groups, pairs, and what they mean. */
export function rankText(facts: RankFacts, { width }: { readonly width: number }): string {
  const ranks = plainTable(
    [{ title: "optimizer" }, { title: "mean rank", align: "right" }, { title: "group" }],
    facts.optimizers.map(({ name, meanRank, groups }) => [name, meanRank.toFixed(2), groups]),
  );
  const pairs = plainTable(
    [
      { title: "pair" },
      { title: "wins", align: "right" },
      { title: "losses", align: "right" },
      { title: "p" },
      { title: "p (Holm)" },
      { title: "p (BH)" },
    ],
    facts.pairs.map(({ first, second, wins, losses, p, pHolm, pBenjaminiHochberg }) => [
      `${first} – ${second}`,
      String(wins),
      String(losses),
      pText(p),
      pText(pHolm),
      pText(pBenjaminiHochberg),
    ]),
  );
  const prose = sentences(facts).map((sentence) => wrapped(sentence, { width, indent: 0 }));
  return `${ranks}\n${pairs}\n${prose.join("\n")}\n`;
}

function sentences(facts: RankFacts): readonly string[] {
  const { workloads, alpha, imanDavenport, criticalDifference, optimizers, pairs } = facts;
  const level = percentText(alpha);
  const differ =
    imanDavenport.p <= alpha ? "differ more than chance explains" : "do not differ more than chance explains";
  const needed = fewestPairs(alpha, pairs.length);
  return [
    `Over ${workloads} workloads the ${optimizers.length} optimizers ${differ} at the ${level} level (Friedman, Iman and Davenport's F = ${figureText(imanDavenport.f)}, p = ${pText(imanDavenport.p)}).`,
    criticalDifference === null
      ? `Critical differences need at least ${fewestWorkloads} workloads: on ${workloads} they tell almost nothing apart.`
      : `Mean ranks less than ${figureText(Number(criticalDifference.toPrecision(3)))} apart (Nemenyi) are not told apart: optimizers that share a letter.`,
    ...(workloads < needed ? [`No pair can be told apart by its own test: that takes ${needed} workloads.`] : []),
  ];
}
