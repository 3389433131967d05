/**
 * Lines of a figure as plain data, brought to what can be drawn: over common places, and with no more points than pixels can show.
 */

/** A line over its own places, which rise. Null where it has no figure: it is broken there. */
export interface PlotLine {
  /** Names it among the lines of its figure. */
  readonly key: string;
  /** For legends and files. */
  readonly name: string;
  /** As `#rrggbb`. */
  readonly color: string;
  readonly dash: readonly number[];
  readonly x: readonly number[];
  readonly y: readonly (number | null)[];
  /** Ends of a band around it. */
  readonly low?: readonly (number | null)[];
  readonly high?: readonly (number | null)[];
  /** Drawn thin and pale, behind the others: what another line was made of. */
  readonly faint?: boolean;
  /** Points with this diameter in pixels; 0 and absent: none. */
  readonly dots?: number;
  /** Crosses at its points. */
  readonly crosses?: boolean;
  /** Points without a line between them. */
  readonly unjoined?: boolean;
  /** Steps, each value lasting until the next. */
  readonly stepped?: boolean;
}

/** An axis. */
export interface PlotAxis {
  /** Beside the axis in files, in the figure's title on the page. */
  readonly title: string;
  readonly log?: boolean;
  /** Ends of the axis; else those of the data. */
  readonly range?: readonly [number, number];
  /** A value as a tick says it. */
  readonly format?: (value: number) => string;
  /** Ticks at whole numbers alone. */
  readonly whole?: boolean;
}

/** A value that is marked by a line across the figure, with a word. */
export interface PlotMark {
  readonly axis: "x" | "y";
  readonly value: number;
  readonly text: string;
}

/** One column of values over common places; undefined where a line has no point, so that it is drawn through. */
export type Spread = readonly (number | null | undefined)[];

/** Lines over common places. */
export interface AlignedLines {
  readonly x: readonly number[];
  readonly lines: readonly { readonly y: Spread; readonly low: Spread | null; readonly high: Spread | null }[];
}

type Points = Pick<PlotLine, "x" | "y" | "low" | "high">;

/** The lines over all places of any of them. */
export function alignLines(lines: readonly Points[]): AlignedLines {
  const x = commonPlaces(lines);
  const indexOf = new Map(x.map((place, index) => [place, index]));
  const spread = (own: readonly number[], values: readonly (number | null)[] | undefined): Spread | null => {
    if (values === undefined) return null;
    if (own === x) return values;
    const out: (number | null | undefined)[] = new Array(x.length).fill(undefined);
    for (const [at, place] of own.entries()) out[indexOf.get(place)!] = values[at];
    return out;
  };
  return {
    x,
    lines: lines.map((line) => ({
      y: spread(line.x, line.y)!,
      low: spread(line.x, line.low),
      high: spread(line.x, line.high),
    })),
  };
}

function commonPlaces(lines: readonly Points[]): readonly number[] {
  const first = lines[0]?.x;
  if (first !== undefined && lines.every(({ x }) => x === first)) return first;
  const places = new Set<number>();
  for (const { x } of lines) for (const place of x) places.add(place);
  return [...Float64Array.from(places).sort()];
}

/** What of a line is shown on a scale by powers: points that are above 0. */
export function positiveLine<P extends Points>(line: P, { x, y }: { readonly x: boolean; readonly y: boolean }): P {
  const above = (values: readonly (number | null)[]): readonly (number | null)[] =>
    values.map((value) => (value !== null && value <= 0 ? null : value));
  const kept = x ? keepAt(line, (at) => line.x[at]! > 0) : line;
  if (!y) return kept;
  return {
    ...kept,
    y: above(kept.y),
    ...(kept.low === undefined ? {} : { low: above(kept.low) }),
    ...(kept.high === undefined ? {} : { high: above(kept.high) }),
  };
}

function keepAt<P extends Points>(line: P, isKept: (at: number) => boolean): P {
  if (line.x.every((_, at) => isKept(at))) return line;
  const indices = [...line.x.keys()].filter(isKept);
  return takeAt(line, indices);
}

/** Points of a line at these indices. */
export function takeAt<P extends Points>(line: P, indices: readonly number[]): P {
  const take = <T>(values: readonly T[]): readonly T[] => indices.map((at) => values[at]!);
  return {
    ...line,
    x: take(line.x),
    y: take(line.y),
    ...(line.low === undefined ? {} : { low: take(line.low) }),
    ...(line.high === undefined ? {} : { high: take(line.high) }),
  };
}
