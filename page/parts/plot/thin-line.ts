/**
 * A long line with the points that can be seen: of each column of pixels the first and the last, the lowest and the highest.
 *
 * A line drawn through them covers the same pixels as one through all. The ends of the whole line are always among them, so that a figure knows how far
 * it reaches, and a gap stays a gap.
 */
import { type PlotLine, takeAt } from "./plot-lines.ts";

/** What is seen of a line: from and to which place, over how many columns of pixels, by equal steps or by powers. */
export interface SeenPart {
  readonly from: number;
  readonly to: number;
  readonly columns: number;
  readonly log: boolean;
}

/** Points of a column at most: its first, lowest, highest and last one, its lowest and highest end of the band, and a gap. */
const mostOfColumn = 7;

/** The line with what is seen of it in the window; the line itself where that is no less. */
export function thinLine(line: PlotLine, window: SeenPart): PlotLine {
  if (line.x.length <= mostOfColumn * window.columns) return line;
  return takeAt(line, [...seenIndices(line, window)]);
}

/** Whether lines have more points than a figure of this width shows. */
export function isLong(lines: readonly PlotLine[], columns: number): boolean {
  return lines.some(({ x }) => x.length > mostOfColumn * columns);
}

function seenIndices(line: PlotLine, { from, to, columns, log }: SeenPart): readonly number[] {
  const { x } = line;
  const last = x.length - 1;
  const first = Math.max(0, lowerBound(x, from) - 1);
  const end = Math.min(last, lowerBound(x, to) + 1);
  const scale = log ? Math.log : (value: number): number => value;
  const [low, width] = [scale(from), (scale(to) - scale(from)) / columns];
  const kept: number[] = [0];
  let column = new Column(line);
  let at = Number.NaN;
  for (let index = first; index <= end; index++) {
    const own = Math.floor((scale(x[index]!) - low) / width);
    if (own !== at) {
      column.flush(kept);
      column = new Column(line);
      at = own;
    }
    column.add(index);
  }
  column.flush(kept);
  if (kept.at(-1) !== last) kept.push(last);
  return kept;
}

/** Index of the first value that is not below `wanted`; the length where all are. */
export function lowerBound(values: readonly number[], wanted: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Points of a line in one column of pixels. */
class Column {
  readonly #line: PlotLine;
  #first = -1;
  #last = -1;
  #gap = -1;
  #lowest = -1;
  #highest = -1;
  #bandLow = -1;
  #bandHigh = -1;

  constructor(line: PlotLine) {
    this.#line = line;
  }

  add(index: number): void {
    const { y, low, high } = this.#line;
    if (this.#first < 0) this.#first = index;
    this.#last = index;
    const value = y[index] ?? null;
    if (value === null) {
      if (this.#gap < 0) this.#gap = index;
      return;
    }
    if (this.#lowest < 0 || value < y[this.#lowest]!) this.#lowest = index;
    if (this.#highest < 0 || value > y[this.#highest]!) this.#highest = index;
    if (low !== undefined && (this.#bandLow < 0 || (low[index] ?? value) < low[this.#bandLow]!)) this.#bandLow = index;
    if (high !== undefined && (this.#bandHigh < 0 || (high[index] ?? value) > high[this.#bandHigh]!))
      this.#bandHigh = index;
  }

  flush(kept: number[]): void {
    const own = [this.#first, this.#gap, this.#lowest, this.#highest, this.#bandLow, this.#bandHigh, this.#last];
    for (const index of own.filter((one) => one >= 0).sort((a, b) => a - b)) if (index > kept.at(-1)!) kept.push(index);
  }
}
