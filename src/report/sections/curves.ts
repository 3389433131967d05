/**
 * Learning curves of each optimizer at its best rate, with bands over the seeds.
 */

import { largest } from "../../core/extremes.ts";
import type { EpochRecord } from "../../records/records.ts";
import { epochCount } from "../../records/trial-epochs.ts";
import type { ChartBlock, Section } from "../document.ts";
import { formatEstimate, formatPercentEstimate, formatRate } from "../format.ts";
import { fewestSeedsForAnInterval, figureSpread, type SeedEstimate, shares, sizes } from "../seed-estimate.ts";
import { learnedRuns, type OptimizerRuns, provenance, type Run, type StudyView } from "../study-view.ts";
import { type BandPoint, bandDomain, bandPoint, lineChannels, type SeedPoint } from "./chart.ts";
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
  const ofValidation = metric.id.startsWith("validation");
  const shortened = runs.some((group) => group.some((run) => epochCount(run.trial) > sharedEpochs(group)));
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
      marked: ofValidation ? able.flatMap((optimizer) => chosenPoints(optimizer, metric)) : [],
    }),
    caption:
      `${metric.title} by epoch, each optimizer at its best learning rate.` +
      (metric.id.startsWith("train") ? " Measured during training, with dropout and penalties." : "") +
      (shared >= 10 ? " The first epochs may lie outside the figure." : "") +
      (ofValidation && runs.some(chosenShown) ? " Dots: the epochs that validation chose." : "") +
      (ofValidation && runs.some(choseDifferently)
        ? " Seeds chose different epochs: the tables give the mean of each seed at its own, which no point of the mean line need equal."
        : "") +
      (shortened ? " A line ends where its first seed stopped early." : ""),
    provenance: provenance(
      view,
      runs,
      figureSpread(
        runs.map((group) => group.length),
        { seedsAs: "thin lines" },
      ),
    ),
  };
}

function curvePoints(optimizer: OptimizerRuns, metric: CurveMetric): readonly BandPoint[] {
  const runs = learnedRuns(optimizer);
  const rate = formatRate(optimizer.best!.lr);
  return Array.from({ length: sharedEpochs(runs) }, (_, index) => {
    const values = runs.map((run) => metric.of(run.trial.epochs[index]!));
    const describe = (estimate: SeedEstimate): string => {
      const figure = metric.percent ? formatPercentEstimate(estimate) : formatEstimate(estimate, 4);
      return `${optimizer.label} at ${rate}, epoch ${index + 1}: ${figure}`;
    };
    const possible = metric.percent ? shares : sizes;
    return bandPoint(values, { label: optimizer.label, x: index + 1, possible, describe });
  });
}

/** Epochs that the runs chose, where each run is drawn. */
function chosenPoints(optimizer: OptimizerRuns, metric: CurveMetric): readonly SeedPoint[] {
  const runs = learnedRuns(optimizer);
  if (!chosenShown(runs)) return [];
  return runs.flatMap(({ best }, seed) =>
    best === null || best.epoch > sharedEpochs(runs)
      ? []
      : [{ label: optimizer.label, x: best.epoch, y: metric.of(best), seed }],
  );
}

function chosenShown(runs: readonly Run[]): boolean {
  return runs.length > 0 && runs.length < fewestSeedsForAnInterval;
}

function choseDifferently(runs: readonly Run[]): boolean {
  return new Set(runs.map(({ best }) => best?.epoch)).size > 1;
}

/** From ten epochs on the first ones may leave the figure. */
function steepStart(points: readonly BandPoint[], metric: CurveMetric): "low" | "high" | undefined {
  if (largest(points.map((point) => point.x)) < 10) return undefined;
  return metric.percent ? "low" : "high";
}

function sharedEpochs(runs: readonly Run[]): number {
  return runs.length === 0 ? 0 : Math.min(...runs.map((run) => epochCount(run.trial)));
}
