/**
 * Lines of equal height of a function in the plane, by marching squares: where the corners of a cell lie on both sides of a level, a piece of
 * line crosses it, its ends interpolated along the sides. Source: Lorensen & Cline 1987, in two dimensions.
 */
import type { Vector } from "../k-function.ts";

/** A point in the plane. */
export type PlanePoint = readonly [x: number, y: number];

/** A line through points, at a level. */
export interface ContourLine {
  readonly level: number;
  readonly points: readonly PlanePoint[];
}

/** A square region. */
export interface Square {
  readonly low: number;
  readonly high: number;
}

/** The lines of f at each level, over a grid of `cells` by `cells`. */
export function contourLines(
  f: (x: Vector) => number,
  { low, high }: Square,
  { levels, cells }: { readonly levels: readonly number[]; readonly cells: number },
): readonly ContourLine[] {
  const place = (i: number): number => low + ((high - low) * i) / cells;
  const heights = Array.from({ length: cells + 1 }, (_, i) =>
    Array.from({ length: cells + 1 }, (_, j) => f(Float64Array.of(place(i), place(j)))),
  );
  return levels.flatMap((level) => {
    const pieces = Array.from({ length: cells * cells }, (_, at) =>
      piecesOf({ i: Math.floor(at / cells), j: at % cells }, { heights, level, place }),
    );
    return joined(pieces.flat()).map((points) => ({ level, points }));
  });
}

type Piece = readonly [PlanePoint, PlanePoint];

/** The pieces in one cell: a line between the sides that the level crosses; at a saddle, two. */
function piecesOf(
  { i, j }: { readonly i: number; readonly j: number },
  {
    heights,
    level,
    place,
  }: {
    readonly heights: readonly (readonly number[])[];
    readonly level: number;
    readonly place: (i: number) => number;
  },
): readonly Piece[] {
  const corners = [
    [i, j],
    [i + 1, j],
    [i + 1, j + 1],
    [i, j + 1],
  ] as const;
  const crossings = corners.flatMap(([a, b], n): PlanePoint[] => {
    const [c, d] = corners[(n + 1) % 4]!;
    const [from, to] = [heights[a]![b]!, heights[c]![d]!];
    if (from < level === to < level) return [];
    const share = (level - from) / (to - from);
    return [[place(a) + share * (place(c) - place(a)), place(b) + share * (place(d) - place(b))]];
  });
  const [first, second, third, fourth] = crossings;
  if (first === undefined || second === undefined) return [];
  if (third === undefined || fourth === undefined) return [[first, second]];
  return [
    [first, second],
    [third, fourth],
  ];
}

/** Pieces that share an end, as lines. Neighbouring cells compute a shared end from the same numbers, up to rounding. */
function joined(pieces: readonly Piece[]): readonly (readonly PlanePoint[])[] {
  const key = ([x, y]: PlanePoint): string => `${x.toFixed(9)} ${y.toFixed(9)}`;
  const byEnd = new Map<string, Set<Piece>>();
  for (const piece of pieces) {
    for (const end of piece) byEnd.set(key(end), (byEnd.get(key(end)) ?? new Set<Piece>()).add(piece));
  }
  const left = new Set(pieces);
  const takeFrom = (end: PlanePoint): PlanePoint | undefined => {
    const next = [...(byEnd.get(key(end)) ?? [])].find((piece) => left.has(piece));
    if (next === undefined) return undefined;
    left.delete(next);
    return key(next[0]) === key(end) ? next[1] : next[0];
  };
  const lines: PlanePoint[][] = [];
  for (const start of pieces) {
    if (!left.delete(start)) continue;
    const line: PlanePoint[] = [...start];
    for (let end = takeFrom(line.at(-1)!); end !== undefined; end = takeFrom(end)) line.push(end);
    for (let end = takeFrom(line[0]!); end !== undefined; end = takeFrom(end)) line.unshift(end);
    lines.push(line);
  }
  return lines;
}
