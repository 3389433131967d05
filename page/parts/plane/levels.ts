/** Heights at which a function's lines are drawn: shares of the area that is seen lie between them, so that valleys and steep sides both have lines. */
import { roundStep } from "./view.ts";

/** Lines lie closer where the function is low, which is where a way leads. */
const towardsLow = 1.7;

/** Up to `count` levels of the heights that are finite, from below, in as few digits as keep them apart; none of a function that is flat. */
export function contourLevels(heights: Float64Array, count: number): readonly number[] {
  const sorted = heights.filter(Number.isFinite).sort();
  if (sorted.length === 0 || sorted[0] === sorted.at(-1)) return [];
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))]!;
  const wanted = Array.from({ length: count }, (_, i) => at(((i + 1) / (count + 1)) ** towardsLow));
  const levels = new Set(wanted.map((level, i) => rounded(level, level - (wanted[i - 1] ?? sorted[0]!))));
  return [...levels].filter((level) => level > sorted[0]! && level < sorted.at(-1)!).sort((a, b) => a - b);
}

/** A level near one that lies so far above the one before it. */
function rounded(level: number, gap: number): number {
  if (!(gap > 0)) return level;
  const step = roundStep(gap / 4);
  return Number((Math.round(level / step) * step).toPrecision(12));
}

/** The share of heights that lie below each, from 0 to 1, by bins of their rank: an even tint, however steep the function. */
export function heightRanks(heights: Float64Array): Float64Array {
  const sorted = heights.filter(Number.isFinite).sort();
  const last = Math.max(1, sorted.length - 1);
  return heights.map((height) => (Number.isFinite(height) ? placeIn(sorted, height) / last : 1));
}

/** How many of the sorted values lie below. */
function placeIn(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
