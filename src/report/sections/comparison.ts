/**
 * Comparison: are the differences between optimizers, each at its best rate, larger than the luck of the seeds?
 *
 * One figure per run (test accuracy at the epoch that validation chose, -Infinity for a diverged run), every pair tested by
 * one test (`measures/test-choice.ts`), corrected together by Holm. Below three seeds nothing is tested; where the seeds are too few for a test to reach its
 * level, the section says so, and how many it takes, instead of a verdict.
 */
import { magnitudeOf } from "../../stats/effect-size.ts";
import { largestExactSize } from "../../stats/mann-whitney.ts";
import type { Estimate } from "../../stats/mean-interval.ts";
import { largestExactPairs } from "../../stats/wilcoxon.ts";
import { type Contender, comparisonsOf, contendersOf, seedsForAll, testSample } from "../contenders.ts";
import { alpha, decidable } from "../decidable.ts";
import type { Cell, Column, Section, TableBlock, TextBlock, Tone } from "../document.ts";
import { count, fewestSeedsForATest, formatP, formatPoints, listInWords, nothing } from "../format.ts";
import { type NamedPair, namedPairs, pairsVerdict, testName, tooFewSeeds } from "../pair-words.ts";
import { provenance, type StudyView } from "../study-view.ts";

/** Pairwise tests at the best rates; null with fewer than two optimizers. */
export function comparisonSection(view: StudyView): Section | null {
  const contenders = contendersOf(view);
  if (contenders.length < 2) return null;
  const { able } = comparisonsOf(view);
  const blocks = able.length < 2 ? [noClaim(view, contenders)] : comparisonBlocks(view);
  return { id: "comparison", title: "Are the differences real?", blocks };
}

const columns: readonly Column[] = [
  column(
    "pair",
    "left",
    "The two optimizers, the one with the higher validation score first; of a tie in the study's order.",
  ),
  column(
    "Hodges-Lehmann shift",
    "right",
    "Median of the differences of test accuracy between runs of the first and of the second (of averages of two, where they are compared seed by seed), percentage points, with its interval.",
  ),
  column("difference of means", "right", "Mean test accuracy of the first less that of the second, percentage points."),
  column("A12", "right", "Chance that a run of the first beats a run of the second, with its interval."),
  column("size", "left", "Vargha and Delaney's word for A12."),
  column("p", "right", "Two-sided p-value of the test that the caption names."),
  column("p (Holm)", "right", "The same, corrected for the number of pairs."),
  column("method", "left", "How p was computed."),
  column("seeds", "right", "Runs of the first and of the second."),
];

function comparisonBlocks(view: StudyView): readonly (TableBlock | TextBlock)[] {
  const { left } = comparisonsOf(view);
  const pairs = namedPairs(view);
  return [
    text("plain", pairsVerdict(view, pairs)),
    pairTable(view, pairs),
    ...powerWarning(view, pairs),
    ...estimatorNote(pairs),
    ...(left.length > 0
      ? [
          text(
            "warning",
            `Not compared for want of ${fewestSeedsForATest} seeds: ${listInWords(left.map(({ label }) => label))}.`,
          ),
        ]
      : []),
  ];
}

function pairTable(view: StudyView, pairs: readonly NamedPair[]): TableBlock {
  const { able, choice } = comparisonsOf(view);
  return {
    kind: "table",
    id: "comparison",
    title: "Test accuracy of each pair at their best rates",
    columns,
    rows: pairs.map(pairRow),
    caption:
      `Two-sided ${testName(choice)} tests of test accuracy per run, exact with ties up to ${choice.test === "wilcoxon" ? largestExactPairs : largestExactSize} runs${pairs.length === 1 ? "" : `, corrected together by Holm for ${count(pairs.length, "pair")}`}. ` +
      "A diverged run counts as lower than every other.",
    provenance: provenance(
      view,
      able.map(({ setting }) => setting.best!.runs),
      `95 %: ${choice.test === "wilcoxon" ? "Tukey's" : "Moses'"} for the difference, Newcombe's for A12`,
    ),
  };
}

function pairRow({ first, second, n1, n2, p, method, adjusted, shift, means, effect }: NamedPair): readonly Cell[] {
  const significant: Tone = adjusted <= alpha ? "best" : "plain";
  return [
    cell(`${first.label} – ${second.label}`, `${first.label} - ${second.label}`),
    cell(shiftText(shift), 100 * shift.value),
    cell(formatPoints(means), Number.isNaN(means) ? null : 100 * means),
    cell(`${effect.value.toFixed(2)} [${effect.low!.toFixed(2)}, ${effect.high!.toFixed(2)}]`, effect.value),
    cell(magnitudeOf(effect.value), magnitudeOf(effect.value)),
    cell(formatP(p), p),
    cell(formatP(adjusted), adjusted, significant),
    cell(method, method, "muted"),
    cell(n1 === n2 ? String(n1) : `${n1}, ${n2}`, Math.min(n1, n2), "muted"),
  ];
}

function shiftText({ value, low, high }: Estimate): string {
  return low === null || high === null
    ? `${formatPoints(value)} [${nothing}]`
    : `${formatPoints(value)} [${formatPoints(low)}, ${formatPoints(high)}]`;
}

/** Pairs with too few seeds beside others that have enough; where all have too few the verdict says it. */
function powerWarning(view: StudyView, pairs: readonly NamedPair[]): readonly TextBlock[] {
  const unable = pairs.filter((pair) => !decidable(pair, pairs.length));
  if (unable.length === 0 || unable.length === pairs.length) return [];
  const names = listInWords(unable.map(({ first, second }) => `${first.label} and ${second.label}`));
  return [text("warning", `Between ${names}: ${tooFewSeeds(view, unable)}`)];
}

/** Where the two estimates of a difference point in opposite directions. */
function estimatorNote(pairs: readonly NamedPair[]): readonly TextBlock[] {
  const contrary = pairs.filter(({ shift, means }) => shift.value * means < 0);
  if (contrary.length === 0) return [];
  const words = contrary.map(
    ({ first, second, shift, means }) =>
      `${first.label} – ${second.label} (shift ${formatPoints(shift.value)}, means ${formatPoints(means)})`,
  );
  return [
    text(
      "warning",
      `The Hodges-Lehmann shift and the difference of means disagree on who is ahead: ${listInWords(words)}. A single run far from the others does that; the test goes by ranks, as the shift does.`,
    ),
  ];
}

function noClaim(view: StudyView, contenders: readonly Contender[]): TextBlock {
  const most = Math.max(0, ...contenders.map((contender) => testSample(contender).length));
  const have =
    most === 0
      ? "No optimizer has a finished seed yet"
      : most === 1
        ? "One seed supports no claim"
        : `${most} seeds support no claim`;
  return text(
    "plain",
    `${have} about a difference between optimizers: another seed may turn the order around. From ${fewestSeedsForATest} seeds on, ` +
      `each pair is tested here; of these ${count(contenders.length, "optimizer")} ${seedsForAll(view)} seeds can tell them apart.`,
  );
}

function text(tone: TextBlock["tone"], sentence: string): TextBlock {
  return { kind: "text", tone, text: sentence };
}

function cell(shown: string, value: Cell["value"], tone: Tone = "plain"): Cell {
  return { text: shown, value, tone };
}

function column(title: string, align: Column["align"], description: string): Column {
  return { title, align, description, priority: 0 };
}
