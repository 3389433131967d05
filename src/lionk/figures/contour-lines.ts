/**
 * Lines of equal height of a function in the plane, by marching squares: where the corners of a cell lie on both sides of a level, a piece of
 * line crosses it, its ends interpolated along the sides. Source: Lorensen & Cline 1987, in two dimensions.
 *
 * A grid is sampled once and gives lines at any levels; it is fast enough to follow a finger.
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

/** A rectangle, by the ends of its sides. */
export interface Rectangle {
  readonly x: readonly [low: number, high: number];
  readonly y: readonly [low: number, high: number];
}

/** Heights of a function at the corners of `columns` by `rows` cells; those of one column lie together, from below. */
export interface HeightGrid {
  readonly region: Rectangle;
  readonly columns: number;
  readonly rows: number;
  readonly heights: Float64Array;
}

/** The heights of f over a grid. */
export function sampleHeights(
  f: (x: number, y: number) => number,
  region: Rectangle,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): HeightGrid {
  const heights = new Float64Array((columns + 1) * (rows + 1));
  for (let i = 0; i <= columns; i++) {
    const x = along(region.x, i / columns);
    for (let j = 0; j <= rows; j++) heights[i * (rows + 1) + j] = f(x, along(region.y, j / rows));
  }
  return { region, columns, rows, heights };
}

/** The lines of f at each level, over a grid of `cells` by `cells`. */
export function contourLines(
  f: (x: Vector) => number,
  { low, high }: Square,
  { levels, cells }: { readonly levels: readonly number[]; readonly cells: number },
): readonly ContourLine[] {
  const region: Rectangle = { x: [low, high], y: [low, high] };
  const grid = sampleHeights((x, y) => f(Float64Array.of(x, y)), region, { columns: cells, rows: cells });
  return contoursOf(grid, levels);
}

/** The lines at each level. A cell with a corner that has no height, or an infinite one, has no line. */
export function contoursOf(grid: HeightGrid, levels: readonly number[]): readonly ContourLine[] {
  return levels.flatMap((level) => joined(piecesAt(grid, level)).map((sides) => lineOf(grid, level, sides)));
}

function along([low, high]: readonly [number, number], share: number): number {
  return low + (high - low) * share;
}

/** Pairs of sides between which a piece of line runs. The side from a corner to the right is 2 n, to above 2 n + 1, n being the corner. */
function piecesAt({ columns, rows, heights }: HeightGrid, level: number): readonly number[] {
  const pieces: number[] = [];
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < rows; j++) {
      const corner = i * (rows + 1) + j;
      const [a, b] = [heights[corner]!, heights[corner + rows + 1]!];
      const [d, c] = [heights[corner + 1]!, heights[corner + rows + 2]!];
      const [belowA, belowB, belowC, belowD] = [a < level, b < level, c < level, d < level];
      if (belowA === belowB && belowB === belowC && belowC === belowD) continue;
      if (!Number.isFinite(a + b + c + d)) continue;
      // at a saddle all four sides are crossed, and the pieces are the first two and the last two
      if (belowA !== belowB) pieces.push(2 * corner);
      if (belowB !== belowC) pieces.push(2 * (corner + rows + 1) + 1);
      if (belowC !== belowD) pieces.push(2 * (corner + 1));
      if (belowD !== belowA) pieces.push(2 * corner + 1);
    }
  }
  return pieces;
}

/** Pieces that share a side, as lines of sides. */
function joined(pieces: readonly number[]): readonly (readonly number[])[] {
  const bySide = new Map<number, number[]>();
  for (const [at, side] of pieces.entries()) {
    const known = bySide.get(side);
    if (known === undefined) bySide.set(side, [at >> 1]);
    else known.push(at >> 1);
  }
  const taken = new Uint8Array(pieces.length / 2);
  const next = (side: number): number | undefined => {
    const piece = bySide.get(side)!.find((candidate) => taken[candidate] === 0);
    if (piece === undefined) return undefined;
    taken[piece] = 1;
    return pieces[2 * piece] === side ? pieces[2 * piece + 1] : pieces[2 * piece];
  };
  const follow = (from: number): number[] => {
    const sides: number[] = [];
    for (let side = next(from); side !== undefined; side = next(side)) sides.push(side);
    return sides;
  };
  const lines: number[][] = [];
  for (let piece = 0; piece < taken.length; piece++) {
    if (taken[piece] === 1) continue;
    taken[piece] = 1;
    const [first, last] = [pieces[2 * piece]!, pieces[2 * piece + 1]!];
    const after = follow(last);
    lines.push([...follow(first).reverse(), first, last, ...after]);
  }
  return lines;
}

function lineOf({ region, columns, rows, heights }: HeightGrid, level: number, sides: readonly number[]): ContourLine {
  const points = sides.map((side): PlanePoint => {
    const corner = side >> 1;
    const [i, j, isUp] = [Math.floor(corner / (rows + 1)), corner % (rows + 1), side % 2 === 1];
    const [from, to] = [heights[corner]!, heights[corner + (isUp ? 1 : rows + 1)]!];
    const share = (level - from) / (to - from);
    return [along(region.x, (i + (isUp ? 0 : share)) / columns), along(region.y, (j + (isUp ? share : 0)) / rows)];
  });
  return { level, points };
}
