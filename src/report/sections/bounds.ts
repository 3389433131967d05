/**
 * The bound that weight decay sets, in the studies that followed it: when the weights came inside, and whether what Lion-K promises held.
 */
import { largest } from "../../core/extremes.ts";
import type { BoundRecord } from "../../records/records.ts";
import { mean } from "../../stats/mean-interval.ts";
import type { Block, Cell, Column, Section, TableBlock } from "../document.ts";
import { formatEstimate, formatPercent, formatPercentEstimate, formatRate, nothing } from "../format.ts";
import { insideAfter, keptPromises } from "../measures/weight-bound.ts";
import { shares, sizes } from "../seed-estimate.ts";
import { learnedRuns, type OptimizerRuns, provenance, type Run, type StudyView } from "../study-view.ts";
import { decayCharts, decayOf } from "./decay-sweep.ts";
import { type PointMetric, pointChart, withPoints } from "./point-charts.ts";

const columns: readonly Column[] = [
  { title: "optimizer", align: "left", priority: 0, description: "Label of the optimizer in the study." },
  {
    title: "rate",
    align: "right",
    priority: 1,
    description: "Its best learning rate, at which all of this was measured.",
  },
  { title: "bound 1/λ", align: "right", priority: 0, description: "Inverse of the decay: what |w| stays below." },
  {
    title: "largest λ|w|",
    align: "right",
    priority: 0,
    description: "At the start and at the end, the largest of all seeds.",
  },
  {
    title: "inside after",
    align: "right",
    priority: 0,
    description:
      "Steps at the first point measured from which on the weights lay within the bound, to 1e-5, the latest seed: the end of phase I.",
  },
  {
    title: "outside",
    align: "right",
    priority: 2,
    description: "Share of the weights beyond 1/λ at the start and at the end, means over seeds.",
  },
  {
    title: "at the border",
    align: "right",
    priority: 1,
    description: "Share of the weights with λ|w| from 0.99 to 1 at the end.",
  },
  {
    title: "promise",
    align: "right",
    priority: 0,
    description:
      "Whether at the points measured the distance stayed within the product of 1 - ηλ, rounding to float32 allowed; how often, where it did.",
  },
];

/** The table; null where no best rate of an optimizer that decays has two points. */
export function boundsTableSection(view: StudyView): Section | null {
  const able = boundedOf(view);
  return able.length === 0 ? null : sectionOf([boundsTable(view, able)]);
}

/** The table, and figures of the largest weight and of the shares outside and at the border. */
export function boundsSection(view: StudyView): Section | null {
  const able = boundedOf(view);
  if (able.length === 0) return null;
  const charts = metrics.map((metric) => pointChart(view, { able, metric, pointsOf }));
  return sectionOf([boundsTable(view, able), ...charts, ...decayCharts(view, followedOf(view))]);
}

function sectionOf(blocks: readonly Block[]): Section {
  return { id: "bounds", title: "The bound that weight decay sets", blocks };
}

/** Optimizers that decay, and so have a bound. */
function boundedOf(view: StudyView): readonly OptimizerRuns[] {
  return followedOf(view).filter((optimizer) => decayOf(optimizer) > 0);
}

function followedOf(view: StudyView): readonly OptimizerRuns[] {
  return withPoints(view.optimizers, pointsOf);
}

function boundsTable(view: StudyView, able: readonly OptimizerRuns[]): TableBlock {
  return {
    kind: "table",
    id: "bounds",
    title: "Weights against their bound",
    columns,
    rows: able.map(boundsRow),
    caption:
      "Lion with decay λ solves: least loss with every |w| ≤ 1/λ (arXiv:2310.05898). In phase I what lies outside shrinks by 1 - ηλ a step at least; in phase II nothing leaves again. " +
      "For another K the promise is about the distance of λw from the domain of K*, tensor by tensor. Optimizers without a K are followed, but promise nothing. " +
      measuredWords(view),
    provenance: provenance(view, able.map(learnedRuns), "none: worst seed, or means where said"),
  };
}

/** When the weights were looked at: a promise is held to those steps and says nothing of those between. */
function measuredWords(view: StudyView): string {
  const every = new Set(view.trials.flatMap(({ config }) => config.training.certifyEvery ?? []));
  const steps = [...every].map((n) => (n === 1 ? "at each step" : `every ${n} steps`));
  const between = every.has(1) && every.size === 1 ? "" : "; what lies between was not looked at";
  return steps.length === 0 ? "" : `Measured ${steps.join(" or ")} and at the end of each epoch${between}.`;
}

function boundsRow(optimizer: OptimizerRuns): readonly Cell[] {
  const curves = learnedRuns(optimizer).map(pointsOf);
  const lambda = decayOf(optimizer);
  const firsts = curves.map((curve) => curve[0]!);
  const lasts = curves.map((curve) => curve.at(-1)!);
  const worst = (points: readonly BoundRecord[]): number => largest(points.map((point) => point.largest));
  const share = (points: readonly BoundRecord[], of: "outside" | "border"): number =>
    mean(points.map((point) => point[of]));
  const inside = Math.max(...curves.map(insideAfter));
  return [
    cell(optimizer.label, optimizer.label),
    cell(formatRate(optimizer.best!.lr), optimizer.best!.lr),
    cell(formatRate(1 / lambda), 1 / lambda),
    cell(`${worst(firsts).toPrecision(3)} → ${worst(lasts).toPrecision(3)}`, worst(lasts)),
    Number.isFinite(inside) ? cell(String(inside), inside) : cell("not yet", null),
    cell(
      `${formatPercent(share(firsts, "outside"))} → ${formatPercent(share(lasts, "outside"))}`,
      share(lasts, "outside"),
    ),
    cell(formatPercent(share(lasts, "border")), share(lasts, "border")),
    promiseCell(curves.flat()),
  ];
}

function promiseCell(points: readonly BoundRecord[]): Cell {
  const { promised, broken } = keptPromises(points);
  if (promised === 0) return { ...cell(nothing, null), tone: "muted" };
  return broken === 0 ? cell("held", 0) : { ...cell(`broken at ${broken} of ${promised} points`, broken), tone: "bad" };
}

function cell(text: string, value: number | string | null): Cell {
  return { text, value, tone: "plain" };
}

const atBest = "By step, each optimizer at its best learning rate.";

const metrics: readonly PointMetric<BoundRecord>[] = [
  {
    id: "bounds-largest",
    title: "Largest λ|w|",
    heights: "Largest λ|w|",
    caption: `The largest decayed weight, in units of the bound: above 1 is outside. ${atBest}`,
    of: (point) => point.largest,
    write: (estimate) => formatEstimate(estimate, 4),
    possible: sizes,
    percent: false,
    powers: true,
  },
  {
    id: "bounds-outside",
    title: "Share outside the bound",
    heights: "Share outside the bound",
    caption: `Decayed weights beyond the bound. ${atBest}`,
    of: (point) => point.outside,
    write: formatPercentEstimate,
    possible: shares,
    percent: true,
  },
  {
    id: "bounds-border",
    title: "Share at the border",
    heights: "Share at the border",
    caption: `Decayed weights with λ|w| from 0.99 to 1: those that the bound holds. ${atBest}`,
    of: (point) => point.border,
    write: formatPercentEstimate,
    possible: shares,
    percent: true,
  },
];

/** Where a run's weights stood against the bound. */
function pointsOf({ trial }: Run): readonly BoundRecord[] {
  return trial.epochs.flatMap(({ bounds = [] }) => bounds);
}
