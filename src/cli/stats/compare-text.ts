/**
 * The facts of `lionlab stats compare` as people read them: two tables, then sentences.
 */
import { mostPairs } from "../../stats/paired-shift.ts";
import { fewestPairs, fewestSeeds } from "../../stats/smallest-p.ts";
import { plainTable } from "../plain-table.ts";
import { wrapped } from "../wrapped.ts";
import type { Both, ComparisonFacts } from "./compare-facts.ts";
import { figureText, intervalText, percentText, pText } from "./figure-text.ts";

/** How to word them. */
export interface CompareWords {
  readonly lowerIsBetter: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

/** Both samples, the comparison, and what it means. */
export function comparisonText(facts: ComparisonFacts, words: CompareWords): string {
  const prose = sentences(facts, words).map((sentence) => wrapped(sentence, { width: words.width, indent: 0 }));
  return `${sampleTable(facts)}\n${testTable(facts, words.width)}\n${prose.join("\n")}\n`;
}

function sampleTable(facts: ComparisonFacts): string {
  const row = (name: string, { a, b }: Both<number | null>): readonly string[] => [name, figureText(a), figureText(b)];
  const diverged = facts.diverged.a + facts.diverged.b > 0 ? [row("diverged", facts.diverged)] : [];
  return plainTable(
    [{ title: "" }, { title: facts.names.a, align: "right" }, { title: facts.names.b, align: "right" }],
    [
      row("values", facts.n),
      ...diverged,
      row("mean", facts.mean),
      row("median", facts.median),
      row("interquartile mean", facts.interquartileMean),
      row("standard deviation", facts.standardDeviation),
    ],
  );
}

function testTable(facts: ComparisonFacts, width: number): string {
  const { mannWhitney, brunnerMunzel, differenceOfMeans, a12 } = facts;
  return plainTable(
    [{ title: "first less second" }, { title: "estimate" }, { title: "p" }, { title: "method" }],
    [
      ["Hodges-Lehmann shift", intervalText(facts.hodgesLehmann), "", "95 %, Moses"],
      ["difference of means", intervalText(differenceOfMeans), optionalP(differenceOfMeans.p), "95 %, Welch"],
      ["A12", intervalText(a12), "", `${a12.magnitude}; 95 %, Newcombe's method 5`],
      ["Cliff's delta", intervalText(facts.cliffsDelta), "", "2 A12 - 1"],
      ["Mann-Whitney", `U = ${mannWhitney.u}`, pText(mannWhitney.p), `${mannWhitney.method}, two-sided`],
      brunnerMunzel === null
        ? ["Brunner-Munzel", "–", "–", "needs samples that overlap"]
        : [
            "Brunner-Munzel",
            `t = ${figureText(brunnerMunzel.statistic)}`,
            pText(brunnerMunzel.p),
            "approximate, two-sided",
          ],
      ...orderRows(facts),
      ...pairedRows(facts),
    ],
    { width },
  );
}

function orderRows({ stochasticOrder: order }: ComparisonFacts): readonly (readonly string[])[] {
  if (order === null) return [];
  const bounds = `${order.a.toFixed(2)} first, ${order.b.toFixed(2)} second`;
  return [["almost stochastic order", bounds, "", "bounds of what speaks against each being higher; below 0.5: it is"]];
}

function pairedRows({ wilcoxon, paired }: ComparisonFacts): readonly (readonly string[])[] {
  if (wilcoxon === undefined || paired === undefined) return [];
  const zeros = wilcoxon.zeros > 0 ? `, ${wilcoxon.zeros} without a difference` : "";
  const { signFlip, shift } = paired;
  const drawn = signFlip.method === "exact" ? "exact" : `${signFlip.permutations} drawn`;
  return [
    shift === null
      ? ["paired shift", "–", "", `of at most ${mostPairs} pairs`]
      : ["paired shift", intervalText(shift), "", "95 %, pseudo-median, Tukey"],
    [
      "Wilcoxon, pairs",
      `W = ${wilcoxon.statistic}`,
      pText(wilcoxon.p),
      `${wilcoxon.method}, two-sided; ${wilcoxon.pairs} pairs${zeros}`,
    ],
    ["sign flips, pairs", `mean ${figureText(signFlip.difference)}`, pText(signFlip.p), `${drawn}, two-sided`],
  ];
}

function optionalP(p: number | null): string {
  return p === null ? "–" : pText(p);
}

function sentences(facts: ComparisonFacts, words: CompareWords): readonly string[] {
  const { p, method } = facts.wilcoxon ?? facts.mannWhitney;
  const test = `${method} ${facts.wilcoxon === undefined ? "Mann-Whitney test" : "Wilcoxon test of the pairs"}, p = ${pText(p)}`;
  const level = percentText(facts.alpha);
  const verdict =
    p <= facts.alpha
      ? `${directionText(facts, words)} This is more than chance explains at the ${level} level (${test}).`
      : `No difference beyond what chance explains at the ${level} level (${test}). That is no evidence that the two are equal.`;
  return facts.smallestP < 1e-6 ? [verdict] : [verdict, designText(facts)]; // many runs can show anything
}

/** `A value of a.csv is higher than one of b.csv 92 times in 100 (large).` */
function directionText(facts: ComparisonFacts, { lowerIsBetter }: CompareWords): string {
  const { names, a12, wilcoxon, paired } = facts;
  const side = lowerIsBetter ? "lower, which is better," : "higher";
  if (wilcoxon !== undefined && paired !== undefined) {
    const { higher } = paired;
    const aWins = lowerIsBetter ? higher.b : higher.a;
    const bWins = lowerIsBetter ? higher.a : higher.b;
    const [winner, most] = aWins >= bWins ? [names.a, aWins] : [names.b, bWins];
    return `${winner} is ${side} in ${most} of ${wilcoxon.pairs} pairs.`;
  }
  const chance = lowerIsBetter ? 1 - a12.value : a12.value;
  const [winner, loser, share] = chance >= 0.5 ? [names.a, names.b, chance] : [names.b, names.a, 1 - chance];
  return `A value of ${winner} is ${side} than one of ${loser} ${figureText(100 * share)} times in 100 (${a12.magnitude}).`;
}

/** What the design could have shown at all. */
function designText({ n, alpha, smallestP: least, wilcoxon }: ComparisonFacts): string {
  const what = wilcoxon === undefined ? `${n.a} and ${n.b} values` : `${n.a} pairs`;
  if (least <= alpha) return `The smallest p that ${what} can reach, without ties, is ${pText(least)}.`;
  const needed = wilcoxon === undefined ? `${fewestSeeds(1, alpha)} a side` : `${fewestPairs(alpha)} pairs`;
  return `${what} could not have shown any difference at the ${percentText(alpha)} level, whatever they were: the smallest p they can reach is ${pText(least)}. It takes ${needed}.`;
}
