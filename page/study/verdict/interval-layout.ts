/** Where the differences of pairs stand in a figure: numbers alone, for whoever draws it. */
import { formatP, formatPoints } from "../../../src/report/format.ts";
import type { PairFigures } from "../../../src/report/verdict/verdict-document.ts";
import { evenTicks } from "../../parts/plot/ticks.ts";

/** Level of the tests, as the report's. */
const alpha = 0.05;

const rowHeight = 44;
const [top, bottom, side] = [8, 34, 14];

/** A pair in the figure. Pixels; `low` and `high` are null without an interval, `at` where no difference can be given. */
export interface IntervalRow {
  readonly name: string;
  readonly figures: string;
  readonly labelY: number;
  readonly y: number;
  readonly at: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Whether the corrected test tells the two apart. */
  readonly isFound: boolean;
}

/** The figure. `zero`: where no difference stands. */
export interface IntervalLayout {
  readonly width: number;
  readonly height: number;
  readonly axisY: number;
  readonly zero: number;
  readonly rows: readonly IntervalRow[];
  readonly ticks: readonly { readonly x: number; readonly text: string }[];
}

/** Lays the pairs out below each other in a figure of this width. */
export function layoutIntervals(pairs: readonly PairFigures[], width: number): IntervalLayout {
  const known = pairs.flatMap(({ shift: { value, low, high } }) => [value, low, high].filter((one) => one !== null));
  const [least, most] = [Math.min(0, ...known), Math.max(0, ...known)];
  const air = 0.04 * (most - least) || 0.01;
  const [from, to] = [least - air, most + air];
  const x = (share: number): number => side + ((share - from) / (to - from)) * (width - 2 * side);
  const place = (share: number | null): number | null => (share === null ? null : x(share));
  const height = top + pairs.length * rowHeight + bottom;
  const ticks = evenTicks([100 * from, 100 * to], Math.max(2, Math.floor(width / 90)));
  return {
    width,
    height,
    axisY: top + pairs.length * rowHeight,
    zero: x(0),
    rows: pairs.map(({ first, second, shift, adjusted }, i) => ({
      name: `${first} – ${second}`,
      figures: figuresText(shift, adjusted),
      labelY: top + i * rowHeight + 14,
      y: top + i * rowHeight + 29,
      at: place(shift.value),
      low: place(shift.low),
      high: place(shift.high),
      isFound: adjusted <= alpha,
    })),
    ticks: ticks.map((points) => ({ x: x(points / 100), text: points === 0 ? "0" : pointsText(points) })),
  };
}

/** Rows of the same for a file; differences in points. */
export function intervalRows(pairs: readonly PairFigures[]): readonly (readonly (string | number | null)[])[] {
  const points = (share: number | null): number | null => (share === null ? null : 100 * share);
  return [
    ["first", "second", "shift_points", "low_95", "high_95", "p_holm"],
    ...pairs.map(({ first, second, shift, adjusted }) => [
      first,
      second,
      points(shift.value),
      points(shift.low),
      points(shift.high),
      adjusted,
    ]),
  ];
}

function figuresText({ value, low, high }: PairFigures["shift"], adjusted: number): string {
  const p = formatP(adjusted);
  const tested = `p ${p.startsWith("<") ? p : `= ${p}`}`;
  if (value === null) return `runs diverged, ${tested}`;
  const interval = low === null || high === null ? "" : ` [${formatPoints(low)}, ${formatPoints(high)}]`;
  return `${formatPoints(value)}${interval}, ${tested}`;
}

function pointsText(points: number): string {
  const size = String(Number(Math.abs(points).toPrecision(6)));
  return `${points < 0 ? "−" : "+"}${size}`;
}
