/**
 * Training curves by steps, of the studies that kept them: loss, accuracy and learning rate of each optimizer at its best rate.
 */
import type { StepRecord } from "../../records/records.ts";
import type { Estimate } from "../../stats/mean-interval.ts";
import type { ChartBlock } from "../document.ts";
import { formatEstimate, formatPercentEstimate, formatRate } from "../format.ts";
import { learnedRuns, type OptimizerRuns, provenance, type Run, type StudyView } from "../study-view.ts";
import { type BandPoint, bandDomain, bandPoint, lineChannels } from "./chart.ts";
import { lineSpec } from "./line-spec.ts";

/** A figure of each point and how it is written. */
interface StepMetric {
  readonly id: string;
  readonly title: string;
  readonly of: (point: StepRecord) => number;
  readonly write: (estimate: Estimate) => string;
  readonly percent: boolean;
}

const metrics: readonly StepMetric[] = [
  {
    id: "train-loss",
    title: "Training loss",
    of: (point) => point.trainLoss,
    write: (estimate) => formatEstimate(estimate, 4),
    percent: false,
  },
  {
    id: "train-accuracy",
    title: "Training accuracy",
    of: (point) => point.trainAccuracy,
    write: formatPercentEstimate,
    percent: true,
  },
  {
    id: "lr",
    title: "Learning rate",
    of: (point) => point.lr,
    write: ({ value }) => formatRate(value),
    percent: false,
  },
];

/** Three figures; none where no best rate has two points. */
export function stepCharts(view: StudyView): readonly ChartBlock[] {
  const able = view.optimizers.filter((optimizer) => sharedPoints(learnedRuns(optimizer)) > 1);
  return able.length === 0 ? [] : metrics.map((metric) => stepChart(view, { able, metric }));
}

function stepChart(
  view: StudyView,
  { able, metric }: { readonly able: readonly OptimizerRuns[]; readonly metric: StepMetric },
): ChartBlock {
  const points = able.flatMap((optimizer) => pointsOf(optimizer, metric));
  const runs = able.map(learnedRuns);
  const several = runs.some((group) => group.length > 1);
  return {
    kind: "chart",
    id: `step-curves-${metric.id}`,
    title: `${metric.title} by step`,
    spec: lineSpec(points, {
      ...lineChannels(view, able),
      across: "step",
      title: metric.title,
      percent: metric.percent,
      domain: bandDomain(points),
    }),
    caption: `${metric.title} against batches, each optimizer at its best learning rate${
      metric.id === "lr" ? "" : "; means over the steps since the point before, measured in training"
    }.`,
    provenance: provenance(view, runs, several ? "band: 95 % t-interval over seeds" : "none: one seed"),
  };
}

function pointsOf(optimizer: OptimizerRuns, metric: StepMetric): readonly BandPoint[] {
  const runs = learnedRuns(optimizer);
  const curves = runs.map(curveOf);
  const rate = formatRate(optimizer.best!.lr);
  return Array.from({ length: sharedPoints(runs) }, (_, index) => {
    const x = curves[0]![index]!.step;
    const values = curves.map((curve) => metric.of(curve[index]!));
    const describe = (estimate: Estimate): string =>
      `${optimizer.label} at ${rate}, step ${x}: ${metric.write(estimate)}`;
    return bandPoint(values, { label: optimizer.label, x, describe });
  });
}

function sharedPoints(runs: readonly Run[]): number {
  return runs.length === 0 ? 0 : Math.min(...runs.map((run) => curveOf(run).length));
}

function curveOf({ trial }: Run): readonly StepRecord[] {
  return trial.epochs.flatMap(({ steps = [] }) => steps);
}
