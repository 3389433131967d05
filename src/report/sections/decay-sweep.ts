/**
 * Accuracy and the largest weight against decay, where a study tried one optimizer under several: the box that binds, and the decay from
 * which it costs.
 */
import type { BoundRecord } from "../../records/records.ts";
import type { ChartBlock } from "../document.ts";
import { formatEstimate, formatPercent, formatPercentEstimate, formatRate } from "../format.ts";
import { criticalDecay } from "../measures/critical-decay.ts";
import { figureSpread, type Possible, type SeedEstimate, shares, sizes } from "../seed-estimate.ts";
import { learnedRuns, type OptimizerRuns, provenance, type Run, type StudyView } from "../study-view.ts";
import { dashes, palette } from "../theme.ts";
import { type BandPoint, bandDomain, bandPoint, chartSpec, legendOf } from "./chart.ts";
import { lineSpec } from "./line-spec.ts";

/** One optimizer under several decays, by rising decay. */
interface Sweep {
  readonly label: string;
  readonly settings: readonly {
    readonly lambda: number;
    readonly runs: readonly Run[];
    readonly optimizer: OptimizerRuns;
  }[];
}

/** Two figures; none where no optimizer has three decays above 0. */
export function decayCharts(view: StudyView, able: readonly OptimizerRuns[]): readonly ChartBlock[] {
  const sweeps = sweepsOf(able);
  if (sweeps.length === 0) return [];
  return [accuracyChart(view, sweeps), weightChart(view, sweeps)];
}

function sweepsOf(able: readonly OptimizerRuns[]): readonly Sweep[] {
  const names = [...new Set(able.map(({ config }) => config.name))];
  return names.flatMap((label) => {
    const settings = able
      .filter(({ config }) => config.name === label)
      .map((optimizer) => ({ optimizer, lambda: decayOf(optimizer), runs: learnedRuns(optimizer) }))
      .sort((a, b) => a.lambda - b.lambda);
    const decays = new Set(settings.map(({ lambda }) => lambda));
    return [...decays].filter((lambda) => lambda > 0).length >= 3 && decays.size === settings.length
      ? [{ label, settings }]
      : [];
  });
}

/** The decay of an optimizer, 0 where it has none. */
export function decayOf({ config }: OptimizerRuns): number {
  return Number(config.hyperparameters.decay ?? 0);
}

function accuracyChart(view: StudyView, sweeps: readonly Sweep[]): ChartBlock {
  const points = pointsFor(sweeps, { of: bestAccuracy, write: formatPercentEstimate, possible: shares });
  return {
    ...frame(view, sweeps, points, {
      title: "Validation accuracy against decay",
      heights: "validation accuracy",
      percent: true,
    }),
    id: "decay-accuracy",
    caption: `Validation accuracy of the best epoch, at each decay's best rate. ${sweeps.map(criticalText).join(" ")}`,
  };
}

function weightChart(view: StudyView, sweeps: readonly Sweep[]): ChartBlock {
  const points = pointsFor(sweeps, {
    of: largestWeight,
    write: (estimate) => formatEstimate(estimate, 4),
    possible: sizes,
  });
  const bounds = [...new Set(points.map(({ x }) => x))].sort((a, b) => a - b);
  const figure = frame(view, sweeps, points, {
    title: "Largest |w| against decay",
    heights: "largest |w|",
    percent: false,
    powers: true,
  });
  const bound = {
    data: { values: bounds.map((x) => ({ x, y: 1 / x })) },
    mark: { type: "line", strokeDash: [4, 4], strokeWidth: 1.5, color: "gray", aria: false },
    encoding: { x: { field: "x", type: "quantitative" }, y: { field: "y", type: "quantitative" } },
  };
  const { layer, data, ...rest } = figure.spec as unknown as {
    readonly layer: readonly object[];
    readonly data: object;
  };
  return {
    ...figure,
    spec: chartSpec([...layer, bound], { ...rest, data }),
    id: "decay-weights",
    caption: "The largest weight at the end of training; dashed: the box 1/λ. The box binds where the line lies on it.",
  };
}

function frame(
  view: StudyView,
  sweeps: readonly Sweep[],
  points: readonly BandPoint[],
  {
    title,
    heights,
    ...look
  }: { readonly title: string; readonly heights: string; readonly percent: boolean; readonly powers?: boolean },
): Omit<ChartBlock, "id" | "caption"> {
  const labels = sweeps.map(({ label }) => label);
  const channel = { field: "label", type: "nominal", legend: labels.length > 1 ? legendOf(labels) : null };
  const color = { ...channel, scale: { domain: labels, range: labels.map((_, i) => palette[i % palette.length]!) } };
  const strokeDash = { ...channel, scale: { domain: labels, range: labels.map(() => dashes[0]!) } };
  const groups = sweeps.flatMap(({ settings }) => settings.map(({ runs }) => runs));
  return {
    kind: "chart",
    title,
    spec: lineSpec(points, { color, strokeDash, across: "λ", title: heights, ...look, domain: bandDomain(points) }),
    provenance: provenance(
      view,
      groups,
      figureSpread(
        groups.map((runs) => runs.length),
        { seedsAs: "rings" },
      ),
    ),
  };
}

function pointsFor(
  sweeps: readonly Sweep[],
  {
    of,
    write,
    possible,
  }: {
    readonly of: (run: Run) => number;
    readonly write: (estimate: SeedEstimate) => string;
    readonly possible: Possible;
  },
): readonly BandPoint[] {
  return sweeps.flatMap(({ label, settings }) =>
    settings
      .filter(({ lambda }) => lambda > 0)
      .map(({ lambda, runs }) =>
        bandPoint(runs.map(of), {
          label,
          x: lambda,
          possible,
          describe: (estimate) => `${label} with decay ${lambda}: ${write(estimate)}`,
        }),
      ),
  );
}

function bestAccuracy({ best }: Run): number {
  return best!.validationAccuracy;
}

function largestWeight({ trial }: Run): number {
  const last = trial.epochs.flatMap(({ bounds = [] }): readonly BoundRecord[] => bounds).at(-1)!;
  return last.largest / Number(trial.config.optimizer.hyperparameters.decay);
}

/** `lion: without decay 86.3 %; from λ = 20 on it loses more than a point against its best.` */
function criticalText({ label, settings }: Sweep): string {
  const measured = settings.map(({ lambda, runs }) => ({ lambda, accuracies: runs.map(bestAccuracy) }));
  const { without, within, beyond } = criticalDecay(measured);
  const free = without === null ? "" : `without decay ${formatPercent(without)}; `;
  return beyond === null
    ? `${label}: ${free}no decay up to ${formatRate(within)} loses more than a point.`
    : `${label}: ${free}up to λ = ${formatRate(within)} accuracy stays within a point of its best, from λ = ${formatRate(beyond)} on it does not: the critical decay lies between.`;
}
