/**
 * Comparison: are the differences between optimizers, each at its best rate, larger than the luck of the seeds?
 *
 * One figure per run (test accuracy at the epoch that validation chose, -Infinity for a diverged run), every pair tested by
 * Mann-Whitney, corrected together by Holm. Below three seeds nothing is tested; where the seeds are too few for a test to reach its
 * level, the section says so, and how many it takes, instead of a verdict.
 */
import { magnitudeOf } from "../../stats/effect-size.ts";
import type { Estimate } from "../../stats/mean-interval.ts";
import { alpha, cannotDecide, decidable, pairsOf, seedsNeeded } from "../decidable.ts";
import type { Cell, Column, Section, TableBlock, TextBlock, Tone } from "../document.ts";
import { count, fewestSeedsForATest, formatP, listInWords, nothing } from "../format.ts";
import { type PairTest, pairTests } from "../measures/pair-tests.ts";
import { endedRuns, type OptimizerRuns, provenance, rankedOptimizers, type StudyView } from "../study-view.ts";

/** Pairwise tests at the best rates; null with fewer than two optimizers. */
export function comparisonSection(view: StudyView): Section | null {
  if (view.optimizers.length < 2) return null;
  const able = rankedOptimizers(view).filter((optimizer) => samplesOf(optimizer).length >= fewestSeedsForATest);
  const blocks = able.length < 2 ? [noClaim(view)] : comparisonBlocks(view, able);
  return { id: "comparison", title: "Are the differences real?", blocks };
}

/** Two optimizers and the outcome of their test; `first` is the one with the higher validation score. */
interface Pair extends Omit<PairTest, "first" | "second"> {
  readonly first: OptimizerRuns;
  readonly second: OptimizerRuns;
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
    "Median of the differences of test accuracy between all runs of the first and of the second, percentage points, with its interval.",
  ),
  column("difference of means", "right", "Mean test accuracy of the first less that of the second, percentage points."),
  column("A12", "right", "Chance that a run of the first beats a run of the second, with its interval."),
  column("size", "left", "Vargha and Delaney's word for A12."),
  column("p", "right", "Two-sided Mann-Whitney p-value."),
  column("p (Holm)", "right", "The same, corrected for the number of pairs."),
  column("method", "left", "How p was computed."),
  column("seeds", "right", "Runs of the first and of the second."),
];

function comparisonBlocks(view: StudyView, able: readonly OptimizerRuns[]): readonly (TableBlock | TextBlock)[] {
  const pairs = testPairs(able);
  const left = view.optimizers.filter((optimizer) => !able.includes(optimizer)).map((optimizer) => optimizer.label);
  return [
    text("plain", verdict(pairs)),
    pairTable(view, { able, pairs }),
    ...powerWarning(pairs),
    ...estimatorNote(pairs),
    ...(left.length > 0
      ? [text("warning", `Not compared for want of ${fewestSeedsForATest} seeds: ${listInWords(left)}.`)]
      : []),
    text(
      "plain",
      "The learning rates were chosen on these same seeds, by validation; runs of one seed share initial weights, split, batches and dropout masks, " +
        "which the test ignores: it is, if anything, too careful.",
    ),
  ];
}

function testPairs(able: readonly OptimizerRuns[]): readonly Pair[] {
  return pairTests(able.map(samplesOf)).map((pair) => ({
    ...pair,
    first: able[pair.first]!,
    second: able[pair.second]!,
  }));
}

/** Test accuracy of each ended run at the best rate; -Infinity where it diverged. */
function samplesOf(optimizer: OptimizerRuns): readonly number[] {
  if (optimizer.best === null) return [];
  return endedRuns(optimizer.best).flatMap((run) =>
    run.diverged ? [Number.NEGATIVE_INFINITY] : (run.trial.result?.test?.accuracy ?? []),
  );
}

function pairTable(
  view: StudyView,
  { able, pairs }: { readonly able: readonly OptimizerRuns[]; readonly pairs: readonly Pair[] },
): TableBlock {
  return {
    kind: "table",
    id: "comparison",
    title: "Test accuracy of each pair at their best rates",
    columns,
    rows: pairs.map(pairRow),
    caption:
      `Two-sided Mann-Whitney tests of test accuracy per run, exact with ties up to 80 runs, corrected together by Holm for ${count(pairs.length, "pair")}. ` +
      "A diverged run counts as lower than every other.",
    provenance: provenance(
      view,
      able.map((optimizer) => optimizer.best!.runs),
      "95 %: Moses' for the difference, Newcombe's for A12",
    ),
  };
}

function pairRow({ first, second, test, adjusted, shift, means, effect }: Pair): readonly Cell[] {
  const significant: Tone = adjusted <= alpha ? "best" : "plain";
  return [
    cell(`${first.label} – ${second.label}`, `${first.label} - ${second.label}`),
    cell(shiftText(shift), 100 * shift.value),
    cell(pointsText(means), Number.isNaN(means) ? null : 100 * means),
    cell(`${effect.value.toFixed(2)} [${effect.low!.toFixed(2)}, ${effect.high!.toFixed(2)}]`, effect.value),
    cell(magnitudeOf(effect.value), magnitudeOf(effect.value)),
    cell(formatP(test.p), test.p),
    cell(formatP(adjusted), adjusted, significant),
    cell(test.method, test.method, "muted"),
    cell(test.n1 === test.n2 ? String(test.n1) : `${test.n1}, ${test.n2}`, Math.min(test.n1, test.n2), "muted"),
  ];
}

function shiftText({ value, low, high }: Estimate): string {
  return low === null || high === null
    ? `${pointsText(value)} [${nothing}]`
    : `${pointsText(value)} [${pointsText(low)}, ${pointsText(high)}]`;
}

function pointsText(share: number): string {
  if (Number.isNaN(share)) return nothing;
  return Number.isFinite(share) ? signed(100 * share) : share > 0 ? "∞" : "−∞";
}

function signed(value: number): string {
  const digits = Math.abs(value).toFixed(2);
  return digits === "0.00" ? digits : `${value < 0 ? "−" : "+"}${digits}`;
}

function verdict(pairs: readonly Pair[]): string {
  const found = pairs.filter((pair) => pair.adjusted <= alpha);
  const able = pairs.filter(({ test }) => decidable(test, pairs.length));
  if (able.length === 0) return tooFew(pairs, pairs.length);
  if (found.length === 0) {
    const which = able.length === pairs.length ? "No pair" : `Of the ${able.length} pairs that have seeds enough none`;
    return `${which} differs by more than the seeds alone can explain (5 % level, corrected).`;
  }
  const words = found.map(({ first, second, shift }) =>
    shift.value < 0 ? `${second.label} over ${first.label}` : `${first.label} over ${second.label}`,
  );
  const shown = words.length > 6 ? [...words.slice(0, 6), `${words.length - 6} more`] : words;
  return `Higher test accuracy than the seeds alone can explain (5 % level, corrected): ${listInWords(shown)}.`;
}

/** Pairs with too few seeds beside others that have enough; where all have too few the verdict says it. */
function powerWarning(pairs: readonly Pair[]): readonly TextBlock[] {
  const unable = pairs.filter(({ test }) => !decidable(test, pairs.length));
  if (unable.length === 0 || unable.length === pairs.length) return [];
  const names = listInWords(unable.map(({ first, second }) => `${first.label} and ${second.label}`));
  return [text("warning", `Between ${names}: ${tooFew(unable, pairs.length)}`)];
}

/** What the largest of these samples could show at most. */
function tooFew(pairs: readonly Pair[], comparisons: number): string {
  const tests = pairs.map(({ test }) => test);
  const largest = tests.reduce((most, test) => (test.n1 * test.n2 > most.n1 * most.n2 ? test : most));
  return `${cannotDecide(largest, { comparisons, noun: "pair" })} "Not significant" here does not mean "equal".`;
}

/** Where the two estimates of a difference point in opposite directions. */
function estimatorNote(pairs: readonly Pair[]): readonly TextBlock[] {
  const contrary = pairs.filter(({ shift, means }) => shift.value * means < 0);
  if (contrary.length === 0) return [];
  const words = contrary.map(
    ({ first, second, shift, means }) =>
      `${first.label} – ${second.label} (shift ${pointsText(shift.value)}, means ${pointsText(means)})`,
  );
  return [
    text(
      "warning",
      `The Hodges-Lehmann shift and the difference of means disagree on who is ahead: ${listInWords(words)}. A single run far from the others does that; the test goes by ranks, as the shift does.`,
    ),
  ];
}

function noClaim(view: StudyView): TextBlock {
  const most = Math.max(0, ...view.optimizers.map((optimizer) => samplesOf(optimizer).length));
  const have =
    most === 0
      ? "No optimizer has a finished seed yet"
      : most === 1
        ? "One seed supports no claim"
        : `${most} seeds support no claim`;
  const needed = Math.max(fewestSeedsForATest, seedsNeeded(pairsOf(view.optimizers.length)));
  return text(
    "plain",
    `${have} about a difference between optimizers: another seed may turn the order around. From ${fewestSeedsForATest} seeds on, ` +
      `each pair is tested here; with these ${count(view.optimizers.length, "optimizer")} it takes ${needed} seeds for a test that can reach the 5 % level. Run the study again with \`--seeds ${needed}\`: what is already computed is kept.`,
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
