/** Where maps of surfaces stand in their picture: side by side while there is room, then below. Pixels. */
import type { FlatMap } from "./flat-maps.ts";

const margin = { left: 34, top: 26, bottom: 44, right: 10 };
const gap = 22;
const height = 190;
/** Width that a map has at least, and at most. */
const [leastWidth, mostWidth] = [290, 430];
const scaleHeight = 40;
/** Room that a rate needs to be written. */
const rateRoom = 52;

/** A map in the picture; `x`, `y`: of its corner, all else from there. */
export interface PlacedFlatMap {
  readonly map: FlatMap;
  readonly x: number;
  readonly y: number;
  readonly left: number;
  readonly top: number;
  readonly cell: { readonly width: number; readonly height: number };
  /** A rate is written at every so many places. */
  readonly everyRate: number;
  /** Rows whose epoch is written. */
  readonly writtenRows: readonly number[];
}

/** The picture in a place of a width; `scaleTop`: where the scale of colours begins. */
export interface FlatLayout {
  readonly width: number;
  readonly height: number;
  readonly placed: readonly PlacedFlatMap[];
  readonly scaleTop: number;
}

/** Lays the maps out. */
export function layFlatMaps(maps: readonly FlatMap[], width: number): FlatLayout {
  const beside = Math.max(1, Math.min(maps.length, Math.floor((width + gap) / (leastWidth + gap))));
  const column = Math.min(mostWidth, (width - (beside - 1) * gap) / beside);
  const tall = margin.top + height + margin.bottom;
  const placed = maps.map((map, at): PlacedFlatMap => {
    const cell = {
      width: (column - margin.left - margin.right) / Math.max(1, map.rates.length),
      height: height / Math.max(1, map.epochs.length),
    };
    const everyRow = Math.max(1, Math.ceil(28 / cell.height));
    return {
      map,
      x: (at % beside) * (column + gap),
      y: Math.floor(at / beside) * tall,
      left: margin.left,
      top: margin.top,
      cell,
      everyRate: Math.max(1, Math.ceil(rateRoom / cell.width)),
      writtenRows: map.epochs.map((_, row) => row).filter((row) => row % everyRow === 0),
    };
  });
  const scaleTop = Math.ceil(maps.length / beside) * tall;
  return { width, height: scaleTop + scaleHeight, placed, scaleTop };
}
