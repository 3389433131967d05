/**
 * Sensitivity: how much the choice of the learning rate matters to each optimizer.
 */
import { type Estimate, mean } from "../../stats/mean-interval.ts";
import type { Cell, ChartBlock, Column, Section, TableBlock } from "../document.ts";
import { formatPercent, formatPercentEstimate, formatRate, nothing } from "../format.ts";
import { endedRuns, type OptimizerRuns, provenance, type RateRuns, type StudyView } from "../study-view.ts";
import { divergedColor } from "../theme.ts";
import { type BandPoint, bandDomain, bandPoint, chartSpec, colorScale, dashScale } from "./chart.ts";

/** Loss of validation accuracy up to which a rate counts as nearly best. */
const nearlyBest = 0.01;
/** Height of the enlarged figure below the best accuracy. */
const closeUp = 0.05;

/** Figures of the best epoch's accuracy over the rate, and the width of the nearly best range; null with one rate each. */
export function sensitivitySection(view: StudyView): Section | null {
  const able = view.optimizers.filter((optimizer) => optimizer.rates.some((rate) => endedRuns(rate).length > 0));
  if (!able.some((optimizer) => optimizer.rates.length > 1)) return null;
  const points = able.flatMap(ratePoints);
  if (points.length === 0) return null;
  const means = points.map((point) => point.mean);
  const top = Math.max(...means);
  const spread = top - Math.min(...means);
  const blocks = [
    sensitivityChart(view, able, {
      id: "sensitivity",
      title: "Over the whole range",
      points,
      domain: bandDomain(points),
    }),
    ...(spread > 2 * closeUp
      ? [
          sensitivityChart(view, able, {
            id: "sensitivity-close",
            title: "Close to the best",
            points,
            domain: [top - closeUp, top + closeUp / 10],
          }),
        ]
      : []),
    toleranceTable(view, able),
  ];
  return { id: "sensitivity", title: "Sensitivity to the learning rate", blocks };
}

function ratePoints(optimizer: OptimizerRuns): readonly BandPoint[] {
  return optimizer.rates.flatMap((rate) => {
    const values = accuraciesAt(rate);
    const describe = (estimate: Estimate): string =>
      `${optimizer.label} at ${formatRate(rate.lr)}: ${formatPercentEstimate(estimate)}`;
    return values.length === 0 ? [] : [bandPoint(values, { label: optimizer.label, x: rate.lr, describe })];
  });
}

/** Best-epoch validation accuracy of the seeds that ended without diverging. */
function accuraciesAt(rate: RateRuns): readonly number[] {
  return endedRuns(rate).flatMap((run) => (run.diverged ? [] : (run.best?.validationAccuracy ?? [])));
}

function sensitivityChart(
  view: StudyView,
  able: readonly OptimizerRuns[],
  figure: {
    readonly id: string;
    readonly title: string;
    readonly points: readonly BandPoint[];
    readonly domain: [number, number];
  },
): ChartBlock {
  const groups = able.flatMap((optimizer) => optimizer.rates.map((rate) => rate.runs));
  const several = groups.some((runs) => runs.filter((run) => run.ended).length > 1);
  return {
    kind: "chart",
    id: figure.id,
    title: figure.title,
    spec: sensitivitySpec(able, figure),
    caption:
      "Validation accuracy at the best epoch by learning rate; large dots are the best rates. Red crosses at the foot mark rates at which a seed diverged; the line then shows the other seeds.",
    provenance: provenance(view, groups, several ? "band: 95 % t-interval over seeds" : "none: one seed per rate"),
  };
}

function sensitivitySpec(
  able: readonly OptimizerRuns[],
  { points, domain }: { readonly points: readonly BandPoint[]; readonly domain: [number, number] },
): ChartBlock["spec"] {
  const labels = able.map((optimizer) => optimizer.label);
  const bestRates = new Map(able.map((optimizer) => [optimizer.label, optimizer.best?.lr]));
  const x = {
    field: "x",
    type: "quantitative",
    title: "learning rate",
    scale: { type: "log", nice: false, padding: 12 },
    axis: { format: "~e", grid: false },
  };
  const y = {
    field: "mean",
    type: "quantitative",
    title: "validation accuracy",
    scale: { domain, zero: false, nice: false },
    axis: { format: ".3~p" },
  };
  const color = { field: "label", type: "nominal", scale: colorScale(labels) };
  const quiet = { ...color, legend: null };
  const layers = [
    {
      mark: { type: "area", opacity: 0.12, clip: true, aria: false },
      encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" }, color: quiet },
    },
    {
      mark: { type: "line", strokeWidth: 2, clip: true, aria: false },
      encoding: { x, y, color, strokeDash: { field: "label", type: "nominal", scale: dashScale(labels) } },
    },
    {
      mark: { type: "point", filled: true, opacity: 1, clip: true },
      encoding: {
        x,
        y,
        color: quiet,
        size: { field: "best", type: "nominal", scale: { domain: [false, true], range: [22, 110] }, legend: null },
        description: { field: "description" },
      },
    },
    {
      data: { values: divergedMarks(able) },
      mark: {
        type: "point",
        shape: "cross",
        angle: 45,
        filled: true,
        size: 46,
        color: divergedColor,
        opacity: 0.9,
        yOffset: -7,
      },
      encoding: { x, y: { datum: domain[0] }, description: { field: "description" } },
    },
  ];
  const values = points.map((point) => ({ ...point, best: bestRates.get(point.label) === point.x }));
  return chartSpec(layers, { data: { values } });
}

function divergedMarks(
  able: readonly OptimizerRuns[],
): readonly { readonly x: number; readonly description: string }[] {
  return able.flatMap((optimizer) =>
    optimizer.rates.flatMap((rate) => {
      const diverged = rate.runs.filter((run) => run.diverged).length;
      const description = `${optimizer.label} at ${formatRate(rate.lr)}: ${diverged} of ${rate.runs.length} diverged`;
      return diverged > 0 ? [{ x: rate.lr, description }] : [];
    }),
  );
}

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
    description: "Validation accuracy at the median rate of the grid, a diverged rate being the lowest.",
  },
];

function toleranceTable(view: StudyView, able: readonly OptimizerRuns[]): TableBlock {
  return {
    kind: "table",
    id: "tolerance",
    title: "How wide the good range is",
    columns,
    rows: able.map(toleranceRow),
    caption:
      "The nearly best range is the unbroken run of tried rates around the best whose validation accuracy, averaged over seeds, is at most one percentage point lower; a rate at which a seed diverged ends it. The median shows what a rate picked blindly from the grid gives.",
    provenance: provenance(
      view,
      able.flatMap((optimizer) => optimizer.rates.map((rate) => rate.runs)),
      "none: means over seeds",
    ),
  };
}

function toleranceRow(optimizer: OptimizerRuns): readonly Cell[] {
  const label = cell(optimizer.label, optimizer.label);
  const means = optimizer.rates.map(meanAccuracy);
  const best = optimizer.best === null ? -1 : optimizer.rates.indexOf(optimizer.best);
  const middle = lowerMedian(means);
  const typical = cell(
    Number.isFinite(middle) ? formatPercent(middle) : "diverged",
    Number.isFinite(middle) ? middle : null,
  );
  if (best < 0) return [label, ...new Array<Cell>(3).fill(cell(nothing, null)), typical];
  const [from, to] = unbrokenRange(means, best);
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

function lowerMedian(values: readonly number[]): number {
  const known = Float64Array.from(values.filter((value) => !Number.isNaN(value))).sort();
  return known[(known.length - 1) >> 1] ?? Number.NaN;
}

function unbrokenRange(means: readonly number[], best: number): readonly [number, number] {
  const near = (index: number): boolean => means[index]! >= means[best]! - nearlyBest;
  let from = best;
  let to = best;
  while (from > 0 && near(from - 1)) from--;
  while (to + 1 < means.length && near(to + 1)) to++;
  return [from, to];
}

function cell(text: string, value: Cell["value"]): Cell {
  return { text, value, tone: "plain" };
}
