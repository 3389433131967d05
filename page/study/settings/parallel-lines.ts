/** Trials as lines of parallel coordinates: their places, their colours, and which of very many are drawn. */
import type { TrialRow } from "../../../src/dashboard/views.ts";
import { divergedColor } from "../../../src/report/theme.ts";
import { commonFields } from "../fields.ts";
import { heatColor } from "./heat-map.ts";
import type { ParallelAxis } from "./parallel-axes.ts";

/** Lines of a kind that are drawn at most: more cannot be told apart, and take longer than a brush may. */
export const mostLines = 700;

/** Places of trials on axes: `places[trial * axes + axis]`, NaN where a trial has no value. */
export interface ParallelPlaces {
  readonly axes: number;
  readonly places: Float32Array;
}

/** The places. */
export function parallelPlaces(rows: readonly TrialRow[], axes: readonly ParallelAxis[]): ParallelPlaces {
  const places = new Float32Array(rows.length * axes.length);
  let at = 0;
  for (const row of rows)
    for (const axis of axes) {
      const value = axis.numberOf(row);
      places[at++] = value === null ? Number.NaN : axis.place(value);
    }
  return { axes: axes.length, places };
}

/** At most `mostLines` of these trials: the best one by validation, and others at even distances. */
export function thinnedTrials(indices: readonly number[], best: number | null): readonly number[] {
  if (indices.length <= mostLines) return indices;
  const every = indices.length / (mostLines - 1);
  const kept = Array.from({ length: mostLines - 1 }, (_, i) => indices[Math.floor(i * every)]!);
  return best === null || kept.includes(best) ? kept : [...kept, best];
}

/** Shades that colours are rounded to, so that many lines are drawn with one. */
const shades = 16;

/** A function that gives the colour of a trial: by validation between the lowest and the highest, or that of what went wrong; null without a figure. */
export function lineColors(rows: readonly TrialRow[]): (row: TrialRow) => string | null {
  const { value } = commonFields.validation;
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const row of rows) {
    const own = value(row);
    if (typeof own !== "number" || !Number.isFinite(own)) continue;
    if (own < low) low = own;
    if (own > high) high = own;
  }
  const colors = Array.from({ length: shades + 1 }, (_, i) => heatColor(i / shades, [0, 1]).fill);
  return (row) => {
    if (row.state === "diverged") return divergedColor;
    const own = value(row);
    if (typeof own !== "number" || !Number.isFinite(own)) return null;
    return colors[high > low ? Math.round((shades * (own - low)) / (high - low)) : shades]!;
  };
}

/** Index of the best trial by validation; null where none has a figure. */
export function bestIndex(rows: readonly TrialRow[]): number | null {
  let best: number | null = null;
  let height = Number.NEGATIVE_INFINITY;
  rows.forEach((row, at) => {
    const own = commonFields.validation.value(row);
    if (typeof own === "number" && own > height) [best, height] = [at, own];
  });
  return best;
}
