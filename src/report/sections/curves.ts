/**
 * Learning curves of each optimizer at its best rate, with bands over the seeds.
 */
import type { EpochRecord } from "../../records/records.ts";
import type { Estimate } from "../../stats/mean-interval.ts";
import type { ChartBlock, Section } from "../document.ts";
import { formatEstimate, formatPercentEstimate, formatRate } from "../format.ts";
import { learnedRuns, type OptimizerRuns, provenance, type Run, type StudyView } from "../study-view.ts";
import { type BandPoint, bandDomain, bandPoint, lineChannels } from "./chart.ts";
import { lineSpec } from "./line-spec.ts";
import { stepCharts } from "./step-curves.ts";

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

/** Four figures: accuracy and loss, validation and training; with curves by steps where trials kept some; null where no best rate has two epochs or steps. */
export function curvesSection(view: StudyView): Section | null {
  const able = view.optimizers.filter((optimizer) => sharedEpochs(learnedRuns(optimizer)) > 1);
  const byEpoch = able.length === 0 ? [] : metrics.map((metric) => curveChart(view, { able, metric }));
  const blocks = [...byEpoch, ...stepCharts(view)];
  if (blocks.length === 0) return null;
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
    spec: lineSpec(points, {
      ...lineChannels(view, able),
      across: "epoch",
      title: metric.title,
      percent: metric.percent,
      domain: bandDomain(points, steepStart(points, metric)),
    }),
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

function sharedEpochs(runs: readonly Run[]): number {
  return runs.length === 0 ? 0 : Math.min(...runs.map((run) => run.trial.epochs.length));
}
