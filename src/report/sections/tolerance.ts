/**
 * Tolerance: how wide the range of learning rates is at which an optimizer does nearly as well as at its best.
 */
import { mean } from "../../stats/mean-interval.ts";
import type { Cell, Column, TableBlock } from "../document.ts";
import { formatPercent, formatRate, nothing } from "../format.ts";
import { nearlyBestRange, typicalHeight } from "../measures/nearly-best.ts";
import { endedRuns, type OptimizerRuns, provenance, type RateRuns, type StudyView } from "../study-view.ts";

const columns: readonly Column[] = [
  { title: "optimizer", align: "left", priority: 0, description: "Label of the optimizer in the study." },
  {
    title: "best rate",
    align: "right",
    priority: 0,
    description: "Learning rate with the best mean validation score.",
  },
  {
    title: "nearly best",
    align: "right",
    priority: 0,
    description: "Rates next to it that lose at most one point of validation accuracy.",
  },
  { title: "decades", align: "right", priority: 0, description: "Width of that range in powers of ten." },
  {
    title: "median rate",
    align: "right",
    priority: 1,
    description: "Validation accuracy at the median of the rates tried, a diverged rate being the lowest.",
  },
];

/** One row per optimizer: its nearly best range and the accuracy of its median rate. */
export function toleranceTable(view: StudyView, able: readonly OptimizerRuns[]): TableBlock {
  const groups = able.flatMap((optimizer) => optimizer.rates.map((rate) => rate.runs));
  const several = groups.some((runs) => runs.filter((run) => run.ended).length > 1);
  return {
    kind: "table",
    id: "tolerance",
    title: "How wide the good range is",
    columns,
    rows: able.map(toleranceRow),
    caption:
      "The nearly best range is the unbroken run of tried rates around the best whose validation accuracy, averaged over seeds, is at most one percentage point lower; a rate at which a seed diverged ends it. The median shows what a rate picked blindly from those tried gives.",
    provenance: provenance(view, groups, several ? "none: means over seeds" : "none: one seed per rate"),
  };
}

function toleranceRow(optimizer: OptimizerRuns): readonly Cell[] {
  const label = cell(optimizer.label, optimizer.label);
  const means = optimizer.rates.map(meanAccuracy);
  const best = optimizer.best === null ? -1 : optimizer.rates.indexOf(optimizer.best);
  const middle = typicalHeight(means);
  const typical = cell(
    Number.isFinite(middle) ? formatPercent(middle) : "diverged",
    Number.isFinite(middle) ? middle : null,
  );
  if (best < 0) return [label, ...new Array<Cell>(3).fill(cell(nothing, null)), typical];
  const [from, to] = nearlyBestRange(means, best);
  const [low, high] = [optimizer.rates[from]!.lr, optimizer.rates[to]!.lr];
  const decades = Math.log10(high / low);
  return [
    label,
    cell(formatRate(optimizer.best!.lr), optimizer.best!.lr),
    cell(from === to ? formatRate(low) : `${formatRate(low)} … ${formatRate(high)}`, `${low} ${high}`),
    cell(decades.toFixed(1), decades),
    typical,
  ];
}

/** Mean accuracy at a rate, -Infinity where a seed diverged. NaN until a seed has ended. */
function meanAccuracy(rate: RateRuns): number {
  return rate.runs.some((run) => run.diverged) ? Number.NEGATIVE_INFINITY : mean(accuraciesAt(rate));
}

function cell(text: string, value: Cell["value"]): Cell {
  return { text, value, tone: "plain" };
}

/** Best-epoch validation accuracy of the seeds that ended without diverging. */
export function accuraciesAt(rate: RateRuns): readonly number[] {
  return endedRuns(rate).flatMap((run) => (run.diverged ? [] : (run.best?.validationAccuracy ?? [])));
}
