/** Where heat maps stand in their picture: side by side as long as there is room, then below. */
import type { HeatMap } from "./heat-map.ts";

/** Pixels around and between the cells of a map. */
const room = { left: 12, top: 26, bottom: 34, gap: 18 };

/** Heights and widths of cells. */
const cellHeight = 28;
const cellWidth = { least: 14, most: 58 };

/** Below this width a cell has no text in it, pixels. */
const leastForText = 40;

/** Room for the scale of colours at the foot. */
const scaleHeight = 44;

/** A map in the picture. */
export interface PlacedMap {
  readonly map: HeatMap;
  readonly x: number;
  readonly y: number;
  /** Where its cells begin, right of the names of its rows. */
  readonly left: number;
  readonly top: number;
  readonly cell: { readonly width: number; readonly height: number };
  readonly hasText: boolean;
  /** A rate is written at every so many places. */
  readonly every: number;
}

/** The picture of maps in a place of a width. */
export interface HeatLayout {
  readonly width: number;
  readonly height: number;
  readonly placed: readonly PlacedMap[];
  /** Where the scale of colours begins. */
  readonly scaleTop: number;
}

/** Lays the maps out. */
export function layHeatMaps(maps: readonly HeatMap[], width: number): HeatLayout {
  const names = Math.min(
    150,
    Math.max(24, ...maps.flatMap(({ rows }) => rows.map(({ text }) => 7 * text.length + 10))),
  );
  const left = room.left + names;
  const widest = Math.max(1, ...maps.map(({ rates }) => rates.length));
  const beside = Math.max(
    1,
    Math.min(maps.length, Math.floor((width + room.gap) / (left + 4 * leastForText + room.gap))),
  );
  const share = (width - (beside - 1) * room.gap) / beside - left;
  const cell = Math.max(cellWidth.least, Math.min(cellWidth.most, share / widest));
  const column = left + cell * widest + room.gap;
  const placed: PlacedMap[] = [];
  let [y, tallest] = [0, 0];
  for (const [at, map] of maps.entries()) {
    if (at > 0 && at % beside === 0) [y, tallest] = [y + tallest, 0];
    const height = room.top + map.rows.length * cellHeight + room.bottom;
    tallest = Math.max(tallest, height);
    const size = { width: cell, height: cellHeight };
    const every = Math.max(1, Math.ceil(46 / cell));
    placed.push({
      map,
      x: (at % beside) * column,
      y,
      left,
      top: room.top,
      cell: size,
      hasText: cell >= leastForText,
      every,
    });
  }
  const scaleTop = y + tallest;
  return { width: Math.max(width, column - room.gap), height: scaleTop + scaleHeight, placed, scaleTop };
}
