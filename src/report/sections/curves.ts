/**
 * Learning curves of each optimizer at its best rate, with bands over the seeds.
 */
import type { EpochRecord } from "../../records/records.ts";
import type { Estimate } from "../../stats/mean-interval.ts";
import type { ChartBlock, Section } from "../document.ts";
import { formatEstimate, formatPercentEstimate, formatRate } from "../format.ts";
import { endedRuns, type OptimizerRuns, provenance, type Run, type StudyView } from "../study-view.ts";
import { type BandPoint, bandDomain, bandPoint, chartSpec, type LineChannels, lineChannels } from "./chart.ts";

/** A figure of each epoch and how it is written. */
interface CurveMetric {
  readonly id: string;
  readonly title: string;
  readonly of: (epoch: EpochRecord) => number;
  readonly percent: boolean;
}

const metrics: readonly CurveMetric[] = [
  { id: "validation-accuracy", title: "Validation accuracy", of: (epoch) => epoch.validationAccuracy, percent: true },
  { id: "validation-loss", title: "Validation loss", of: (epoch) => epoch.validationLoss, percent: false },
  { id: "train-accuracy", title: "Training accuracy", of: (epoch) => epoch.trainAccuracy, percent: true },
  { id: "train-loss", title: "Training loss", of: (epoch) => epoch.trainLoss, percent: false },
];

/** Four figures: accuracy and loss, validation and training; null where no best rate has two epochs. */
export function curvesSection(view: StudyView): Section | null {
  const able = view.optimizers.filter((optimizer) => sharedEpochs(learnedRuns(optimizer)) > 1);
  if (able.length === 0) return null;
  const blocks = metrics.map((metric) => curveChart(view, { able, metric }));
  return { id: "curves", title: "Learning curves at the best rate", blocks };
}

function curveChart(
  view: StudyView,
  { able, metric }: { readonly able: readonly OptimizerRuns[]; readonly metric: CurveMetric },
): ChartBlock {
  const points = able.flatMap((optimizer) => curvePoints(optimizer, metric));
  const runs = able.map(learnedRuns);
  const shared = Math.max(...runs.map(sharedEpochs));
  const several = runs.some((group) => group.length > 1);
  const shortened = runs.some((group) => group.some((run) => run.trial.epochs.length > sharedEpochs(group)));
  return {
    kind: "chart",
    id: `curves-${metric.id}`,
    title: metric.title,
    spec: curveSpec(points, { ...lineChannels(view, able), metric }),
    caption:
      `${metric.title} by epoch, each optimizer at its best learning rate.` +
      (metric.id.startsWith("train") ? " Measured during training, with dropout and penalties." : "") +
      (shared >= 10 ? " The first epochs may lie outside the figure." : "") +
      (shortened ? " A line ends where its first seed stopped early." : ""),
    provenance: provenance(view, runs, several ? "band: 95 % t-interval over seeds" : "none: one seed"),
  };
}

function curvePoints(optimizer: OptimizerRuns, metric: CurveMetric): readonly BandPoint[] {
  const runs = learnedRuns(optimizer);
  const rate = formatRate(optimizer.best!.lr);
  return Array.from({ length: sharedEpochs(runs) }, (_, index) => {
    const values = runs.map((run) => metric.of(run.trial.epochs[index]!));
    const describe = (estimate: Estimate): string => {
      const figure = metric.percent ? formatPercentEstimate(estimate) : formatEstimate(estimate, 4);
      return `${optimizer.label} at ${rate}, epoch ${index + 1}: ${figure}`;
    };
    return bandPoint(values, { label: optimizer.label, x: index + 1, describe });
  });
}

/** From ten epochs on the first ones may leave the figure. */
function steepStart(points: readonly BandPoint[], metric: CurveMetric): "low" | "high" | undefined {
  if (Math.max(...points.map((point) => point.x)) < 10) return undefined;
  return metric.percent ? "low" : "high";
}

/** Runs at the best rate that ended and did not diverge. */
function learnedRuns(optimizer: OptimizerRuns): readonly Run[] {
  return optimizer.best === null ? [] : endedRuns(optimizer.best).filter((run) => !run.diverged);
}

function sharedEpochs(runs: readonly Run[]): number {
  return runs.length === 0 ? 0 : Math.min(...runs.map((run) => run.trial.epochs.length));
}

function curveSpec(
  points: readonly BandPoint[],
  { color, strokeDash, metric }: LineChannels & { readonly metric: CurveMetric },
): ChartBlock["spec"] {
  const last = Math.max(...points.map((point) => point.x));
  const across = { domain: [1, last], nice: false, zero: false };
  const x = { field: "x", type: "quantitative", title: "epoch", scale: across, axis: { tickMinStep: 1, grid: false } };
  const scale = { domain: bandDomain(points, steepStart(points, metric)), zero: false, nice: false };
  const axis = metric.percent ? { format: ".3~p" } : {};
  const y = { field: "mean", type: "quantitative", title: metric.title.toLowerCase(), scale, axis };
  const band = {
    mark: { type: "area", opacity: 0.14, clip: true, aria: false },
    encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" }, color },
  };
  const line = {
    mark: { type: "line", strokeWidth: 2, clip: true, aria: false },
    encoding: { x, y, color, strokeDash },
  };
  const dot = {
    mark: { type: "point", filled: true, size: 26, opacity: 0, clip: true },
    encoding: { x, y, color, description: { field: "description" } },
  };
  return chartSpec([band, line, dot], { data: { values: points } });
}
