/**
 * Training curves by steps, of the studies that kept them: loss, accuracy and learning rate of each optimizer at its best rate.
 */
import type { StepRecord } from "../../records/records.ts";
import type { ChartBlock } from "../document.ts";
import { formatEstimate, formatPercentEstimate, formatRate } from "../format.ts";
import { shares, sizes } from "../seed-estimate.ts";
import type { Run, StudyView } from "../study-view.ts";
import { type PointMetric, pointChart, withPoints } from "./point-charts.ts";

const byStep = "against batches, each optimizer at its best learning rate";
const inTraining = "; means over the steps since the point before, measured in training";

const metrics: readonly PointMetric<StepRecord>[] = [
  {
    id: "step-curves-train-loss",
    title: "Training loss by step",
    heights: "Training loss",
    caption: `Training loss ${byStep}${inTraining}.`,
    of: (point) => point.trainLoss,
    write: (estimate) => formatEstimate(estimate, 4),
    possible: sizes,
    percent: false,
  },
  {
    id: "step-curves-train-accuracy",
    title: "Training accuracy by step",
    heights: "Training accuracy",
    caption: `Training accuracy ${byStep}${inTraining}.`,
    of: (point) => point.trainAccuracy,
    write: formatPercentEstimate,
    possible: shares,
    percent: true,
  },
  {
    id: "step-curves-lr",
    title: "Learning rate by step",
    heights: "Learning rate",
    caption: `Learning rate ${byStep}.`,
    of: (point) => point.lr,
    write: ({ value }) => formatRate(value),
    possible: sizes,
    percent: false,
  },
];

/** Three figures; none where no best rate has two points. */
export function stepCharts(view: StudyView): readonly ChartBlock[] {
  const able = withPoints(view.optimizers, curveOf);
  return able.length === 0 ? [] : metrics.map((metric) => pointChart(view, { able, metric, pointsOf: curveOf }));
}

function curveOf({ trial }: Run): readonly StepRecord[] {
  return trial.epochs.flatMap(({ steps = [] }) => steps);
}
