/**
 * Sensitivity: how much the choice of the learning rate matters to each optimizer.
 */
import { mean } from "../../stats/mean-interval.ts";
import type { ChartBlock, Section } from "../document.ts";
import { formatPercentEstimate, formatRate } from "../format.ts";
import { figureSpread, type SeedEstimate, shares } from "../seed-estimate.ts";
import { endedRuns, type OptimizerRuns, provenance, type StudyView } from "../study-view.ts";
import { type BandPoint, bandDomain, bandPoint, chartSpec, lineChannels, seedPoints } from "./chart.ts";
import { seedLayer } from "./line-spec.ts";
import { accuraciesAt, toleranceTable } from "./tolerance.ts";

/** Least and greatest height of the enlarged figure below the best accuracy. */
const closeUp = { least: 0.05, most: 0.15 };

interface Figure {
  readonly id: string;
  readonly title: string;
  readonly able: readonly OptimizerRuns[];
  readonly points: readonly BandPoint[];
  readonly domain: readonly [number, number];
}

/** Figures of the best epoch's accuracy over the rate, and the width of the nearly best range; null with one rate each. */
export function sensitivitySection(view: StudyView): Section | null {
  const able = triedByRate(view).filter((optimizer) => optimizer.rates.some((rate) => endedRuns(rate).length > 0));
  if (!able.some((optimizer) => optimizer.rates.length > 1)) return null;
  const points = able.flatMap(ratePoints);
  if (points.length === 0) return null;
  const means = points.map((point) => point.mean);
  const top = Math.max(...means);
  const spread = top - Math.min(...means);
  const whole: Figure = { id: "sensitivity", title: "Over the whole range", able, points, domain: bandDomain(points) };
  const close: Figure = {
    ...whole,
    id: "sensitivity-close",
    title: "Close to the best",
    domain: closeDomain(able, top),
  };
  const figures = spread > 2 * closeUp.least ? [whole, close] : [whole];
  const blocks = [...figures.map((figure) => sensitivityChart(view, figure)), toleranceTable(view, able)];
  return { id: "sensitivity", title: "Sensitivity to the learning rate", blocks };
}

/** Optimizers with all rates that were tried; of a study that tunes first, those of tuning where each had its rate alone varied. */
function triedByRate({ phase, tuned, optimizers }: StudyView): readonly OptimizerRuns[] {
  const labels = new Set(tuned.map(({ label }) => label));
  const rateAlone = optimizers.every(({ label }) => labels.has(label)) && labels.size === optimizers.length;
  return phase === "judged" && rateAlone ? tuned : optimizers;
}

/** From the best accuracy down to the best rate of the weakest optimizer, within the limits of `closeUp`. */
function closeDomain(able: readonly OptimizerRuns[], top: number): readonly [number, number] {
  const bests = able.flatMap((optimizer) => (optimizer.best === null ? [] : mean(accuraciesAt(optimizer.best))));
  const weakest = Math.min(...bests) - 0.01;
  const height = Math.min(closeUp.most, Math.max(closeUp.least, top - weakest));
  return [top - height, top + height / 10];
}

function ratePoints(optimizer: OptimizerRuns): readonly BandPoint[] {
  return optimizer.rates.flatMap((rate) => {
    const values = accuraciesAt(rate);
    const describe = (estimate: SeedEstimate): string =>
      `${optimizer.label} at ${formatRate(rate.lr)}: ${formatPercentEstimate(estimate)}`;
    return values.length === 0
      ? []
      : [bandPoint(values, { label: optimizer.label, x: rate.lr, possible: shares, describe })];
  });
}

function sensitivityChart(view: StudyView, figure: Figure): ChartBlock {
  const groups = figure.able.flatMap((optimizer) => optimizer.rates.map((rate) => rate.runs));
  const seeds = figure.able.flatMap((optimizer) => optimizer.rates.map((rate) => accuraciesAt(rate).length));
  return {
    kind: "chart",
    id: figure.id,
    title: figure.title,
    spec: sensitivitySpec(view, figure),
    caption:
      "Validation accuracy at the best epoch by learning rate; large dots are the best rates." +
      (divergedMarks(figure.able).length > 0
        ? " A cross at the foot, in the colour of the optimizer, marks a rate at which a seed diverged; the line then shows the other seeds."
        : ""),
    provenance: provenance(view, groups, figureSpread(seeds, { seedsAs: "rings", alone: "none: one seed per rate" })),
  };
}

function sensitivitySpec(view: StudyView, { able, points, domain }: Figure): ChartBlock["spec"] {
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
  const { color, strokeDash } = lineChannels(view, able);
  const layers = [
    {
      mark: { type: "area", opacity: 0.12, clip: true, aria: false },
      encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" }, color },
    },
    ...seedLayer(seedPoints(points), { x, y, color, as: "rings" }),
    {
      mark: { type: "line", strokeWidth: 2, clip: true, aria: false },
      encoding: { x, y, color, strokeDash },
    },
    {
      mark: { type: "point", filled: true, opacity: 1, clip: true },
      encoding: {
        x,
        y,
        color,
        size: {
          field: "best",
          type: "nominal",
          sort: null,
          scale: { domain: [false, true], range: [22, 110] },
          legend: null,
        },
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
        opacity: 1,
        yOffset: -7,
      },
      encoding: { x, y: { datum: domain[0] }, color, description: { field: "description" } },
    },
  ];
  const values = points.map((point) => ({ ...point, best: bestRates.get(point.label) === point.x }));
  return chartSpec(layers, { data: { values } });
}

function divergedMarks(
  able: readonly OptimizerRuns[],
): readonly { readonly x: number; readonly label: string; readonly description: string }[] {
  return able.flatMap((optimizer) =>
    optimizer.rates.flatMap((rate) => {
      const diverged = rate.runs.filter((run) => run.diverged).length;
      const description = `${optimizer.label} at ${formatRate(rate.lr)}: ${diverged} of ${rate.runs.length} diverged`;
      return diverged > 0 ? [{ x: rate.lr, label: optimizer.label, description }] : [];
    }),
  );
}
