/** Which part of the plane a figure shows, and where its points lie on the screen. Both axes have one scale, so that circles are round. */
import type { PlanePoint, Rectangle } from "../../../src/lionk/figures/contour-lines.ts";

/** A size in pixels. */
export interface ScreenSize {
  readonly width: number;
  readonly height: number;
}

/** Sides of what can be shown: numbers further out, or closer together, have too few digits. */
const [shortest, longest] = [1e-6, 1e9];

/** The smallest region of the figure's proportions around a region: one of its sides grows. */
export function squared({ x, y }: Rectangle, { width, height }: ScreenSize): Rectangle {
  const unit = Math.max((x[1] - x[0]) / width, (y[1] - y[0]) / height);
  return { x: around(x, unit * width), y: around(y, unit * height) };
}

/** A region that shows all of the points that are finite, with air around them; `least`: of its sides. */
export function viewOf(points: readonly PlanePoint[], { margin = 0.14, least = 1 } = {}): Rectangle {
  const finite = points.filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y));
  const side = (of: 0 | 1): readonly [number, number] => {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const point of finite) [low, high] = [Math.min(low, point[of]), Math.max(high, point[of])];
    if (low > high) return [-least / 2, least / 2];
    const wide = (high - low) * (1 + 2 * margin);
    return around([low, high], Math.min(longest, Math.max(least, wide)));
  };
  return { x: side(0), y: side(1) };
}

/** The region, larger by a factor, about its middle; as it is where it would be too small or too large to draw. */
export function zoomed(view: Rectangle, factor: number): Rectangle {
  const { x, y } = view;
  const [wide, high] = [(x[1] - x[0]) * factor, (y[1] - y[0]) * factor];
  if (Math.max(wide, high) > longest || Math.min(wide, high) < shortest) return view;
  return { x: around(x, wide), y: around(y, high) };
}

/** The region, moved. */
export function moved({ x, y }: Rectangle, [dx, dy]: PlanePoint): Rectangle {
  return { x: [x[0] + dx, x[1] + dx], y: [y[0] + dy, y[1] + dy] };
}

/** Where points of a region lie on a screen, whose second axis points down. `unit`: pixels of 1. */
export interface Placing {
  readonly unit: number;
  readonly screenX: (x: number) => number;
  readonly screenY: (y: number) => number;
  readonly planePoint: (screenX: number, screenY: number) => PlanePoint;
}

/** The placing of a region that has the screen's proportions. */
export function placing({ x, y }: Rectangle, { width, height }: ScreenSize): Placing {
  const unit = width / (x[1] - x[0]);
  return {
    unit,
    screenX: (value) => (value - x[0]) * unit,
    screenY: (value) => height - (value - y[0]) * unit,
    planePoint: (px, py) => [x[0] + px / unit, y[0] + (height - py) / unit],
  };
}

/** A point in as many digits as a pixel tells apart; `unit`: pixels of 1. */
export function toPixel([x, y]: PlanePoint, unit: number): PlanePoint {
  const places = Math.max(0, Math.min(12, Math.ceil(Math.log10(unit))));
  const rounded = (value: number): number => Number(value.toFixed(places)) + 0;
  return [rounded(x), rounded(y)];
}

/** The smallest 1, 2 or 5 times a power of ten that is no smaller. */
export function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const times = [1, 2, 5, 10].find((one) => one * power >= least * (1 - 1e-9)) ?? 10;
  return exact(times * power);
}

/** Without the last digits, which come of sums and products. */
function exact(value: number): number {
  return Number(value.toPrecision(12));
}

function around([low, high]: readonly [number, number], length: number): readonly [number, number] {
  const middle = (low + high) / 2;
  return [middle - length / 2, middle + length / 2];
}
