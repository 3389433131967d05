/**
 * What the figures of a discovery have in common: colours by method and by seed, lines of medians with bands over seeds.
 */
import type { SearchMethod } from "../../records/search-records.ts";
import { median } from "../../stats/quantile.ts";
import { type BandPoint, legendOf } from "../sections/chart.ts";
import { dashes, palette } from "../theme.ts";
import { methodOrder } from "./discovery-view.ts";
import { methodName } from "./words.ts";

/** Colour and dash channels of a figure's lines, with a legend. */
export interface Channels {
  readonly color: object;
  readonly strokeDash: object;
}

/** A method keeps its colour in every figure, whichever others are shown. */
export function methodChannels(methods: readonly SearchMethod[]): Channels {
  return channels(
    methods.map(methodName),
    methods.map((method) => methodOrder.indexOf(method)),
  );
}

/** Channels for labels in order, such as the seeds of the searches. */
export function labelChannels(labels: readonly string[]): Channels {
  return channels(
    labels,
    labels.map((_, index) => index),
  );
}

/** A point of a line of medians; the band reaches from the lowest to the highest value. */
export function rangePoint(
  values: readonly number[],
  at: { readonly label: string; readonly x: number; readonly description: string },
): BandPoint {
  return { ...at, mean: median(values), low: Math.min(...values), high: Math.max(...values) };
}

/** `points` places from 1 to `last`, both included, without repetition. */
export function places(last: number, points: number): readonly number[] {
  const all = Array.from({ length: points }, (_, index) => Math.round(1 + ((last - 1) * index) / (points - 1)));
  return [...new Set(all)].filter((place) => place <= last);
}

/**
 * Range of fitness that is shown: from a little above the best down to twice the search's gain below the seed program, or a
 * tenth of the best where there was hardly a gain. Most evaluations are far worse, and would squeeze the rest to a line.
 */
export function fitnessDomain(best: number, seed: number): readonly [number, number] {
  const gain = Math.max(best - seed, 0.05 * best, 1e-3);
  return [Math.max(0, seed - 2 * gain), best + 0.15 * gain];
}

/** How an axis counts programs: 500, 25,000. */
export const countAxis = { grid: false, format: ",d", tickCount: 5 };

function channels(domain: readonly string[], at: readonly number[]): Channels {
  const channel = { field: "label", type: "nominal", legend: legendOf(domain) };
  const colors = at.map((place) => palette[place % palette.length]!);
  const patterns = at.map((place) => dashes[Math.floor(place / palette.length) % dashes.length]!);
  return {
    color: { ...channel, scale: { domain, range: colors } },
    strokeDash: { ...channel, scale: { domain, range: patterns } },
  };
}
