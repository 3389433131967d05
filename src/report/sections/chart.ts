/**
 * What the line charts of a report have in common: colours by optimizer, bands over seeds, room for the legend.
 */

import type { TopLevelSpec } from "vega-lite";
import { largest, smallest } from "../../core/extremes.ts";
import { quantile } from "../../stats/quantile.ts";
import { type Possible, type SeedEstimate, seedEstimate } from "../seed-estimate.ts";
import type { OptimizerRuns } from "../study-view.ts";
import { chartConfig, dashes, palette } from "../theme.ts";

const figureWidth = 460;

/** One point of a line: its place, its mean and the ends of its band (equal to the mean where there is none). */
export interface BandPoint {
  readonly label: string;
  readonly x: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** Values of the seeds where they are drawn one by one instead of a band. */
  readonly seeds?: readonly number[];
  /** Told to readers who point at it or cannot see it. */
  readonly description: string;
}

/** Point of a line from the values of the seeds: with a band from five on, below with the seeds themselves. */
export function bandPoint(
  values: readonly number[],
  at: {
    readonly label: string;
    readonly x: number;
    readonly possible: Possible;
    readonly describe: (estimate: SeedEstimate) => string;
  },
): BandPoint {
  const estimate = seedEstimate(values, at.possible);
  const { value, spread } = estimate;
  const band = spread === "interval" ? { low: estimate.low!, high: estimate.high! } : { low: value, high: value };
  const seeds = spread === "range" ? { seeds: values } : {};
  return { label: at.label, x: at.x, mean: value, ...band, ...seeds, description: at.describe(estimate) };
}

/** A seed's value, for the layer that draws seeds one by one. */
export interface SeedPoint {
  readonly label: string;
  readonly x: number;
  readonly y: number;
  /** Position of the seed, so that its points can be joined. */
  readonly seed: number;
}

/** Values of the seeds that are drawn one by one. */
export function seedPoints(points: readonly BandPoint[]): readonly SeedPoint[] {
  return points.flatMap(({ label, x, seeds = [] }) => seeds.map((y, seed) => ({ label, x, y, seed })));
}

/** A figure's frame: size, data-independent settings and the layers. */
export function chartSpec(layers: unknown, extra: Readonly<Record<string, unknown>> = {}): TopLevelSpec {
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    width: figureWidth,
    height: 270,
    padding: 6,
    config: chartConfig,
    layer: layers,
    ...extra,
  } as TopLevelSpec;
}

/** Colour and dash channels of a figure's lines. */
export interface LineChannels {
  readonly color: object;
  readonly strokeDash: object;
}

/**
 * Channels for the `shown` labels of a study's optimizers: an optimizer keeps its colour in every figure of a report, whoever
 * else is shown; lines are solid until the colours repeat.
 */
export function lineChannels(
  view: { readonly optimizers: readonly Pick<OptimizerRuns, "label">[] },
  shown: readonly Pick<OptimizerRuns, "label">[],
): LineChannels {
  const domain = shown.map((optimizer) => optimizer.label);
  const known = view.optimizers.map((optimizer) => optimizer.label);
  const places = domain.map((label) => known.indexOf(label));
  const colors = places.map((place) => palette[place % palette.length]!);
  const patterns = places.map((place) => dashes[Math.floor(place / palette.length) % dashes.length]!);
  const channel = { field: "label", type: "nominal", legend: legendOf(domain) };
  return {
    color: { ...channel, scale: { domain, range: colors } },
    strokeDash: { ...channel, scale: { domain, range: patterns } },
  };
}

/** As many legend columns as the longest label lets stand side by side. */
export function legendOf(labels: readonly string[]): object {
  const longest = Math.max(...labels.map((label) => label.length));
  return { columns: Math.max(1, Math.min(labels.length, Math.floor(figureWidth / (6.2 * longest + 36)))) };
}

/**
 * Range of y that holds all means, and seeds that are drawn, and as much of the bands as does not squeeze those below half the height. With
 * `steepStart`, the worst tenth of the means (the first epochs) may lie outside, so that the end can be told apart.
 */
export function bandDomain(points: readonly BandPoint[], steepStart?: "low" | "high"): [number, number] {
  const means = points.flatMap((point) => point.seeds ?? [point.mean]);
  const low = steepStart === "low" ? quantile(means, 0.1) : smallest(means);
  const high = steepStart === "high" ? quantile(means, 0.9) : largest(means);
  const margin = Math.max((high - low) / 2, 1e-3);
  const bottom = steepStart === "low" ? low : Math.max(low - margin, smallest(points.map((point) => point.low)));
  const top = steepStart === "high" ? high : Math.min(high + margin, largest(points.map((point) => point.high)));
  const air = (top - bottom) * 0.04 || 1e-3;
  return [bottom - air, top + air];
}
