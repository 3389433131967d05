/**
 * Summary: one row per optimizer at its best learning rate, chosen by validation; the test figures belong to that choice.
 */

import { entryLabel } from "../../records/optimizer-label.ts";
import { secondsOfEpoch, timingFigures } from "../../records/trial-epochs.ts";
import { median } from "../../stats/quantile.ts";
import { chanceOf, chanceText, guessers } from "../chance.ts";
import type { Block, Cell, Column, Section, TableBlock, Tone } from "../document.ts";
import {
  count,
  formatEstimate,
  formatPercent,
  formatPercentEstimate,
  formatRate,
  formatSeconds,
  listInWords,
  nothing,
} from "../format.ts";
import { bestFigures } from "../measures/best-figures.ts";
import { chosenEpochs } from "../measures/chosen-epochs.ts";
import {
  fewestSeedsForAnInterval,
  type Possible,
  type SeedEstimate,
  seedEstimate,
  shares,
  sizes,
  tableSpread,
} from "../seed-estimate.ts";
import {
  endedRuns,
  leadersOf,
  type OptimizerRuns,
  provenance,
  type Run,
  rankedOptimizers,
  type StudyView,
  tiedRates,
} from "../study-view.ts";

/** Summary table, best optimizer first, with warnings about what its figures do not show. */
export function summarySection(view: StudyView): Section {
  const ranked = rankedOptimizers(view);
  return { id: "summary", title: "Summary", blocks: [summaryTable(view, ranked), ...warnings(view, ranked)] };
}

/** A column of studies with more than ten classes. */
const topFiveTitle = "test top-5";

const columns: readonly Column[] = [
  column("optimizer", "left", 0, "Label of the optimizer in the study."),
  column("best rate", "right", 0, "Learning rate with the best mean validation score over the seeds."),
  column("validation", "right", 1, "Validation accuracy at the best epoch, mean over the seeds."),
  column("test", "right", 0, "Test accuracy with the weights of the best epoch, read once, mean over the seeds."),
  column("test loss", "right", 3, "Test cross-entropy in nats per image, mean over the seeds."),
  column(
    topFiveTitle,
    "right",
    2,
    "Share of test images whose label is among the five largest logits, mean over the seeds.",
  ),
  column(
    "best epoch",
    "right",
    4,
    "Epoch that validation chose: for each of a few seeds, from five on the median [first … last].",
  ),
  column("s/epoch", "right", 5, "Seconds per epoch, training and validation: median over the optimizer's epochs."),
  column("seeds", "right", 6, "Ended seeds at the best rate."),
  column("diverged", "right", 2, "Trials of this optimizer that diverged, of those that ended."),
  column("trials", "right", 7, "Trials of this optimizer that ended, of those planned so far."),
];

function summaryTable(view: StudyView, ranked: readonly OptimizerRuns[]): TableBlock {
  const bestRuns = ranked.map((optimizer) => (optimizer.best === null ? [] : optimizer.best.runs));
  const topFive = view.trials.some(({ result }) => result?.test?.top5 !== undefined);
  const seeds = bestRuns.map((runs) => runs.filter((run) => run.ended && !run.diverged).length);
  return {
    kind: "table",
    id: "summary",
    title: "Each optimizer at its best learning rate",
    columns: columns.filter(({ title }) => topFive || title !== topFiveTitle),
    rows: markBest(ranked.map((optimizer) => summaryRow(optimizer, { topFive }))),
    caption:
      `Best rate and epoch are chosen by ${monitorName(view)}; the test set is read once, with the weights of that epoch. ` +
      "A diverged run counts as the worst result and is never dropped.",
    provenance: provenance(view, bestRuns, tableSpread(seeds, "none: one seed per rate")),
  };
}

function summaryRow(optimizer: OptimizerRuns, { topFive }: { readonly topFive: boolean }): readonly Cell[] {
  const all = optimizer.rates.flatMap((rate) => rate.runs);
  const ended = all.filter((run) => run.ended);
  const diverged = ended.filter((run) => run.diverged).length;
  const divergedCell = cell(`${diverged}/${ended.length}`, diverged, diverged > 0 ? "bad" : "muted");
  const trials = cell(`${ended.length}/${all.length}`, ended.length, "muted");
  const best = optimizer.best;
  if (best === null) {
    const blank = cell(nothing, null, "muted");
    return [label(optimizer), ...new Array<Cell>(topFive ? 8 : 7).fill(blank), divergedCell, trials];
  }
  const runs = endedRuns(best);
  return [
    label(optimizer),
    cell(formatRate(best.lr), best.lr),
    shareCell(runs, (run) => run.best?.validationAccuracy),
    shareCell(runs, (run) => run.trial.result?.test?.accuracy),
    lossCell(runs, (run) => run.trial.result?.test?.loss),
    ...(topFive ? [shareCell(runs, (run) => run.trial.result?.test?.top5)] : []),
    bestEpochCell(runs),
    secondsCell(all),
    cell(String(runs.length), runs.length, "muted"),
    divergedCell,
    trials,
  ];
}

function shareCell(runs: readonly Run[], figure: (run: Run) => number | undefined): Cell {
  return estimateCell(overRuns(runs, figure, shares), formatPercentEstimate);
}

function lossCell(runs: readonly Run[], figure: (run: Run) => number | undefined): Cell {
  return estimateCell(overRuns(runs, figure, sizes), (estimate) => formatEstimate(estimate, 4));
}

/** Over the seeds that did not diverge; the rate's diverged seeds are counted in their own column. */
function overRuns(runs: readonly Run[], figure: (run: Run) => number | undefined, possible: Possible): SeedEstimate {
  return seedEstimate(
    runs.flatMap((run) => {
      const value = run.diverged ? undefined : figure(run);
      return value === undefined || Number.isNaN(value) ? [] : [value]; // an imported run may lack a figure
    }),
    possible,
  );
}

/** The epoch that all seeds chose, else those of a few seeds, else their median and range: a mean would name an epoch that none chose. */
function bestEpochCell(runs: readonly Run[]): Cell {
  const epochs = runs.flatMap((run) => (run.diverged ? [] : (run.best?.epoch ?? [])));
  const chosen = chosenEpochs(epochs);
  if (chosen === null) return cell(nothing, null, "muted");
  const { first, last, middle } = chosen;
  if (first === last) return cell(String(first), first);
  if (epochs.length < fewestSeedsForAnInterval) return cell(epochs.join(", "), epochs.join(", "));
  return cell(`${middle} [${first} … ${last}]`, middle);
}

function secondsCell(runs: readonly Run[]): Cell {
  const seconds: number[] = []; // of millions of epochs
  for (const { trial } of runs) for (const one of timingFigures(trial, secondsOfEpoch)) seconds.push(one);
  if (seconds.length === 0) return cell(nothing, null, "muted");
  const middle = median(seconds);
  return cell(formatSeconds(middle), middle);
}

/** Marks the highest validation and test accuracy and the lowest test loss, where there are two rows to compare. */
function markBest(rows: readonly (readonly Cell[])[]): readonly (readonly Cell[])[] {
  const marked = new Map<number, readonly boolean[]>(
    (
      [
        [2, "higher"],
        [3, "higher"],
        [4, "lower"],
      ] as const
    ).map(([index, better]) => {
      const figures = rows.map((row) => row[index]!.value);
      return [
        index,
        bestFigures(
          figures.map((value) => (typeof value === "number" ? value : null)),
          better,
        ),
      ] as const;
    }),
  );
  return rows.map((row, at) =>
    row.map((entry, index) => (marked.get(index)?.[at] === true ? { ...entry, tone: "best" } : entry)),
  );
}

function warnings(view: StudyView, ranked: readonly OptimizerRuns[]): readonly Block[] {
  const edge = ranked.filter((one) => atEdge(one) && !objected(view, "border", entryLabel(one.config)));
  const counts = new Set(objected(view, "budgets") ? [] : view.optimizers.map((optimizer) => optimizer.rates.length));
  const failed = view.progress.failed;
  const tied = ranked.filter((optimizer) => tiedRates(optimizer).length > 1);
  const texts = [
    guessWords(view),
    leadWords(view),
    tied.length > 0
      ? `Tied on validation at several learning rates, the lowest of which is shown: ${listInWords(tied.map(tiedName))}.`
      : null,
    notedAbove(view) ? null : view.note,
    edge.length > 0
      ? `The best rate of ${listInWords(edge.map(edgeName))} lies at the end of the grid: a wider grid could do better and change the order.`
      : null,
    counts.size > 1
      ? `The optimizers had different numbers of learning rates (${view.optimizers.map((optimizer) => `${optimizer.label} ${optimizer.rates.length}`).join(", ")}): the one with more tries has an advantage.`
      : null,
    failed > 0
      ? `${count(failed, "trial")} failed by a fault of the machine or of ours and will be tried again by the next run.`
      : null,
  ];
  return texts.flatMap((text) => (text === null ? [] : [{ kind: "text", tone: "warning", text }]));
}

/** Whether the note is nothing but objections, which stand above: an imported study's is. */
function notedAbove({ note, warnings }: StudyView): boolean {
  return warnings !== null && note === warnings.map(({ sentence }) => sentence).join(" ");
}

/** Whether the objections of a whole report say it already. */
function objected({ warnings }: StudyView, code: string, about?: string): boolean {
  return (warnings ?? []).some((one) => one.code === code && (about === undefined || one.about === about));
}

function atEdge(optimizer: OptimizerRuns): boolean {
  const position = optimizer.best === null ? -1 : optimizer.rates.indexOf(optimizer.best);
  return optimizer.rates.length > 1 && (position === 0 || position === optimizer.rates.length - 1);
}

/** Who learned nothing that the test set shows. */
function guessWords(view: StudyView): string | null {
  const idle = guessers(view);
  if (idle.length === 0) return null;
  const names = listInWords(idle.map((optimizer) => optimizer.label));
  return `No better than ${chanceText(chanceOf(view)!.test)}: ${names} (test accuracy at the best rate).`;
}

/** A lead on validation that is less than one image, mean over the seeds. */
function leadWords(view: StudyView): string | null {
  const chance = chanceOf(view);
  const [leader, ...others] = leadersOf(view);
  const next = rankedOptimizers(view)[1];
  if (chance === null || others.length > 0 || view.monitor !== "validationAccuracy" || !next?.best) return null;
  const [lead, worth] = [leader!.best!.score! - next.best.score!, 1 / chance.validation.images];
  if (lead >= worth * (1 - 1e-9)) return null;
  return `The lead of ${leader!.label} over ${next.label} on validation, ${formatPercent(lead)}, is less than one image of ${chance.validation.images} (${formatPercent(worth)}).`;
}

function tiedName(optimizer: OptimizerRuns): string {
  return `${optimizer.label} (${tiedRates(optimizer)
    .map(({ lr }) => formatRate(lr))
    .join(", ")})`;
}

function edgeName(optimizer: OptimizerRuns): string {
  return `${optimizer.label} (${formatRate(optimizer.best!.lr)})`;
}

function monitorName(view: StudyView): string {
  return view.monitor === "validationAccuracy" ? "validation accuracy" : "validation loss";
}

function label(optimizer: OptimizerRuns): Cell {
  return cell(optimizer.label, optimizer.label);
}

function estimateCell(estimate: SeedEstimate, format: (estimate: SeedEstimate) => string): Cell {
  return estimate.n === 0 ? cell(nothing, null, "muted") : cell(format(estimate), estimate.value);
}

function cell(text: string, value: Cell["value"], tone: Tone = "plain"): Cell {
  return { text, value, tone };
}

function column(title: string, align: Column["align"], priority: number, description: string): Column {
  return { title, align, priority, description };
}
