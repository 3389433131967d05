/** An axis of a picture: where its values stand on the paper. */
import type { PlotAxis } from "./plot-lines.ts";
import { evenTicks, powerTicks } from "./ticks.ts";

/** An axis on the paper. */
export interface Scale {
  /** Its first and last value. */
  readonly ends: readonly [number, number];
  /** Pixels. */
  readonly place: (value: number) => number;
  readonly ticks: readonly number[];
}

/** What an axis is to hold, and where. */
export interface Room {
  readonly values: readonly (readonly (number | null)[])[];
  readonly from: number;
  readonly to: number;
  /** Share of the axis that stays free at both ends. */
  readonly air: number;
  /** About how many ticks. */
  readonly target: number;
}

/** The axis, from one pixel to another. */
export function scaleOf(axis: PlotAxis, { values, from, to, air, target }: Room): Scale {
  const log = axis.log === true;
  const scale = log ? Math.log : (value: number): number => value;
  const back = log ? Math.exp : (value: number): number => value;
  const [low, high] = (axis.range ?? endsOf(values, log)).map(scale) as [number, number];
  const free = axis.range === undefined ? air * (high - low) || (air === 0 ? 0 : 0.5) : 0;
  const [first, last] = [low - free, high + free];
  const ends: readonly [number, number] = [back(first), back(last)];
  const place = (value: number): number =>
    last === first ? (from + to) / 2 : from + ((scale(value) - first) / (last - first)) * (to - from);
  const ticks = log ? powerTicks(ends, target) : evenTicks(ends, target);
  return { ends, place, ticks: axis.whole === true ? ticks.filter(Number.isInteger) : ticks };
}

function endsOf(columns: readonly (readonly (number | null)[])[], log: boolean): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const column of columns)
    for (const value of column) {
      if (value === null || !Number.isFinite(value) || (log && value <= 0)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  return low <= high ? [low, high] : [log ? 0.1 : 0, 1];
}
