/**
 * What the line charts of a report have in common: colours by optimizer, bands over seeds, room for the legend.
 */
import type { TopLevelSpec } from "vega-lite";
import { type Estimate, meanInterval } from "../../stats/mean-interval.ts";
import { chartConfig, dashes, palette } from "../theme.ts";

/** One point of a line: its place, its mean and the ends of its interval (equal to the mean where there is none). */
export interface BandPoint {
  readonly label: string;
  readonly x: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** Told to readers who point at it or cannot see it. */
  readonly description: string;
}

/** Point of a line from the values of the seeds. */
export function bandPoint(
  values: readonly number[],
  at: { readonly label: string; readonly x: number; readonly describe: (estimate: Estimate) => string },
): BandPoint {
  const estimate = meanInterval(values);
  return {
    label: at.label,
    x: at.x,
    mean: estimate.value,
    low: estimate.low ?? estimate.value,
    high: estimate.high ?? estimate.value,
    description: at.describe(estimate),
  };
}

/** A figure's frame: size, data-independent settings and the layers. */
export function chartSpec(layers: unknown, extra: Readonly<Record<string, unknown>> = {}): TopLevelSpec {
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    width: 460,
    height: 270,
    padding: 6,
    config: chartConfig,
    layer: layers,
    ...extra,
  } as TopLevelSpec;
}

/** Colour and dash of each label, the same in every figure of a report. */
export function colorScale(labels: readonly string[]): { readonly domain: string[]; readonly range: string[] } {
  return { domain: [...labels], range: labels.map((_, index) => palette[index % palette.length]!) };
}

/** Dash of each label: solid until the colours repeat. */
export function dashScale(labels: readonly string[]): { readonly domain: string[]; readonly range: number[][] } {
  return {
    domain: [...labels],
    range: labels.map((_, index) => [...dashes[Math.floor(index / palette.length) % dashes.length]!]),
  };
}

/** Range of y that holds all means and as much of the bands as does not squeeze the means below half the height. */
export function bandDomain(points: readonly BandPoint[]): [number, number] {
  const low = Math.min(...points.map((point) => point.mean));
  const high = Math.max(...points.map((point) => point.mean));
  const margin = Math.max((high - low) / 2, 1e-3);
  const bottom = Math.max(low - margin, Math.min(...points.map((point) => point.low)));
  const top = Math.min(high + margin, Math.max(...points.map((point) => point.high)));
  const air = (top - bottom) * 0.04 || 1e-3;
  return [bottom - air, top + air];
}
