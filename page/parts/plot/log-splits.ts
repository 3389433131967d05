/**
 * Places of lines on a scale by powers of ten. uPlot's own are found by adding up and rounding to digits that it knows from 1e-24 to 1e24;
 * beyond, and from an end just below a power, it adds for ever: a loss that falls to 1e-30 would stop the page.
 */

import { evenTicks } from "./ticks.ts";

/** Below this ratio of its ends a scale has lines at equal steps, about so many: of whole powers and their multiples there would be few. */
const [shortRatio, evenLines] = [6, 10];

/** Whether a scale by powers is so short. */
export function isShort(low: number, high: number): boolean {
  return high < shortRatio * low;
}

/** Decades beyond which only whole powers get a line, and lines at most. */
const [manyDecades, mostLines] = [8, 40];

/** Whole powers and their multiples, or on a short axis values of equal steps, within the ends of an axis, in order; `low` and `high` are above 0. */
export function logSplits(low: number, high: number): readonly number[] {
  if (!(low > 0 && high >= low && Number.isFinite(high))) return [];
  if (isShort(low, high)) return evenTicks([low, high], evenLines);
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const decades = last - first;
  const stride = Math.max(1, Math.ceil(decades / mostLines));
  const factors = decades > manyDecades ? [1] : [1, 2, 3, 4, 5, 6, 7, 8, 9];
  const found: number[] = [];
  for (let exponent = stride * Math.floor(first / stride); exponent <= last; exponent += stride) {
    for (const factor of factors) {
      const value = Number(`${factor}e${exponent}`);
      if (value >= low && value <= high) found.push(value);
    }
  }
  return found;
}
