/**
 * Figures by steps of what epochs keep points of: a line for each optimizer at its best rate, with a band over its seeds.
 */
import type { ChartBlock } from "../document.ts";
import { formatRate } from "../format.ts";
import { figureSpread, type Possible, type SeedEstimate } from "../seed-estimate.ts";
import { learnedRuns, type OptimizerRuns, provenance, type Run, type StudyView } from "../study-view.ts";
import { type BandPoint, bandDomain, bandPoint, lineChannels } from "./chart.ts";
import { lineSpec } from "./line-spec.ts";

/** A figure of each point and how it is written. */
export interface PointMetric<P> {
  readonly id: string;
  readonly title: string;
  /** What the heights are called. */
  readonly heights: string;
  readonly caption: string;
  readonly of: (point: P) => number;
  readonly write: (estimate: SeedEstimate) => string;
  readonly possible: Possible;
  readonly percent: boolean;
  /** Heights by powers of ten. */
  readonly powers?: boolean;
}

/** Points of a run, each at its step. */
export type PointsOf<P extends { readonly step: number }> = (run: Run) => readonly P[];

/** Optimizers whose runs at the best rate share at least two points. */
export function withPoints<P extends { readonly step: number }>(
  optimizers: readonly OptimizerRuns[],
  pointsOf: PointsOf<P>,
): readonly OptimizerRuns[] {
  return optimizers.filter((optimizer) => sharedPoints(learnedRuns(optimizer), pointsOf) > 1);
}

/** The figure of one metric. */
export function pointChart<P extends { readonly step: number }>(
  view: StudyView,
  {
    able,
    metric,
    pointsOf,
  }: { readonly able: readonly OptimizerRuns[]; readonly metric: PointMetric<P>; readonly pointsOf: PointsOf<P> },
): ChartBlock {
  const points = able.flatMap((optimizer) => bandsOf(optimizer, { metric, pointsOf }));
  const runs = able.map(learnedRuns);
  const { id, title, heights, caption, percent, powers = false } = metric;
  return {
    kind: "chart",
    id,
    title,
    spec: lineSpec(points, {
      ...lineChannels(view, able),
      across: "step",
      title: heights,
      percent,
      domain: bandDomain(points),
      powers,
    }),
    caption,
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

function bandsOf<P extends { readonly step: number }>(
  optimizer: OptimizerRuns,
  { metric, pointsOf }: { readonly metric: PointMetric<P>; readonly pointsOf: PointsOf<P> },
): readonly BandPoint[] {
  const runs = learnedRuns(optimizer);
  const curves = runs.map(pointsOf);
  const rate = formatRate(optimizer.best!.lr);
  return Array.from({ length: sharedPoints(runs, pointsOf) }, (_, index) => {
    const x = curves[0]![index]!.step;
    const values = curves.map((curve) => metric.of(curve[index]!));
    const describe = (estimate: SeedEstimate): string =>
      `${optimizer.label} at ${rate}, step ${x}: ${metric.write(estimate)}`;
    return bandPoint(values, { label: optimizer.label, x, possible: metric.possible, describe });
  });
}

function sharedPoints<P extends { readonly step: number }>(runs: readonly Run[], pointsOf: PointsOf<P>): number {
  return runs.length === 0 ? 0 : Math.min(...runs.map((run) => pointsOf(run).length));
}
