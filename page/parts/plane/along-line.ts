/** Places along a line on the screen: those of labels, and of the heads that say which way it goes. Lines are x, y, x, y, … in pixels. */
import type { ScreenSize } from "./view.ts";

/** A place on a line, and the way that the line goes there, as an angle in radians. */
export interface LinePlace {
  readonly x: number;
  readonly y: number;
  readonly angle: number;
}

/** Places each `every` pixels of way, the first half of that from the start. A line that is broken by what is not finite has none from there on. */
export function placesAlong(line: ArrayLike<number>, every: number): readonly LinePlace[] {
  const places: LinePlace[] = [];
  let left = every / 2;
  for (let i = 2; i + 1 < line.length; i += 2) {
    const [x, y] = [line[i - 2]!, line[i - 1]!];
    const [dx, dy] = [line[i]! - x, line[i + 1]! - y];
    const length = Math.hypot(dx, dy);
    if (!Number.isFinite(length) || places.length >= mostPlaces) return places;
    for (; left <= length; left += every) {
      if (places.length >= mostPlaces) return places;
      places.push({ x: x + (dx * left) / length, y: y + (dy * left) / length, angle: Math.atan2(dy, dx) });
    }
    left -= length;
  }
  return places;
}

/** Of one line: one that swings to and fro, or runs off, has no end of them. */
const mostPlaces = 400;

/** Pixels that a label keeps from the border and from others, and of line that bear one. */
const [fromBorder, apart, shortestLine] = [26, 74, 120];

/** One place for each line that is long enough, where it keeps clear of the border and of other labels; null where there is none. */
export function labelPlaces(
  lines: readonly ArrayLike<number>[],
  { width, height }: ScreenSize,
): readonly (LinePlace | null)[] {
  const taken: LinePlace[] = [];
  return lines.map((line) => {
    const candidates = placesAlong(line, shortestLine / 4);
    if (candidates.length < 4) return null;
    const isFree = ({ x, y }: LinePlace): boolean =>
      Math.min(x, width - x, y, height - y) >= fromBorder &&
      taken.every((other) => Math.hypot(other.x - x, other.y - y) >= apart);
    const place = candidates.find((candidate) => isFree(candidate)) ?? null;
    if (place !== null) taken.push(place);
    return place;
  });
}

/** The angle at which a text along a line is not upside down. */
export function uprightAngle(angle: number): number {
  if (angle > Math.PI / 2) return angle - Math.PI;
  return angle < -Math.PI / 2 ? angle + Math.PI : angle;
}
