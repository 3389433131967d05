/** Draws a figure of the plane: lines of equal height with a few figures on them, a set, axes, and ways with the direction that they go. */
import {
  contoursOf,
  type HeightGrid,
  type PlanePoint,
  type Rectangle,
} from "../../../src/lionk/figures/contour-lines.ts";
import { evenTicks } from "../plot/ticks.ts";
import { type LinePlace, labelPlaces, placesAlong, uprightAngle } from "./along-line.ts";
import { contourLevels } from "./levels.ts";
import { coordinate, type PlaneArrow, type PlaneMark, type PlanePath, type PlaneRegion } from "./scene.ts";
import type { Surface } from "./surface.ts";
import { type Placing, placing, type ScreenSize } from "./view.ts";

/** A colour as it is written: the value of a variable of the page, or itself. */
export type ColorOf = (color: string) => string;

/** Where and with what is drawn; `view` has the proportions of `size`. */
export interface Drawing {
  readonly surface: Surface;
  readonly view: Rectangle;
  readonly size: ScreenSize;
  readonly colorOf: ColorOf;
}

/** Levels of a figure, and pixels from one tick of an axis to the next at least. */
const [levelCount, tickSpace] = [13, 72];

/** What lies below: the set, the function's lines, and the axes. */
export function drawBackground(
  drawing: Drawing,
  { grid, region }: { readonly grid: HeightGrid | null; readonly region: PlaneRegion | null },
): void {
  if (region !== null) drawRegion(drawing, region);
  if (grid !== null) drawContours(drawing, grid);
  drawAxes(drawing);
}

function drawRegion({ surface, view, size, colorOf }: Drawing, { border }: PlaneRegion): void {
  const line = screenLine(border, placing(view, size));
  const color = colorOf("--good");
  surface.area(line, { color, opacity: 0.13 });
  surface.line(line, { color, width: 1.6 });
}

function drawContours({ surface, view, size, colorOf }: Drawing, grid: HeightGrid): void {
  const place = placing(view, size);
  const contours = contoursOf(grid, contourLevels(grid.heights, levelCount));
  const lines = contours.map(({ points }) => screenLine(points, place));
  for (const line of lines) surface.line(line, { color: colorOf("--soft"), width: 0.9, opacity: 0.5 });
  const longest = [...lines.keys()].sort((a, b) => lines[b]!.length - lines[a]!.length);
  const named = new Set<number>();
  const ordered = longest.filter((at) => {
    const isFirst = !named.has(contours[at]!.level);
    named.add(contours[at]!.level);
    return isFirst;
  });
  const places = labelPlaces(
    ordered.map((at) => lines[at]!),
    size,
  );
  for (const [i, at] of ordered.entries()) {
    const found = places[i];
    if (found === null || found === undefined) continue;
    const text = coordinate(contours[at]!.level);
    const look = { color: colorOf("--soft"), halo: colorOf("--paper"), angle: uprightAngle(found.angle) };
    surface.text({ x: found.x, y: found.y, text, ...look });
  }
}

function drawAxes({ surface, view, size, colorOf }: Drawing): void {
  const place = placing(view, size);
  const look = { color: colorOf("--ink"), halo: colorOf("--paper") };
  const stroke = { color: colorOf("--soft"), width: 1 };
  for (const value of evenTicks(view.x, Math.floor(size.width / tickSpace))) {
    const x = place.screenX(value);
    if (x < 24 || x > size.width - 24) continue;
    surface.line([x, size.height - 5, x, size.height], stroke);
    surface.text({ x, y: size.height - 13, text: coordinate(value), ...look });
  }
  for (const value of evenTicks(view.y, Math.floor(size.height / tickSpace))) {
    const y = place.screenY(value);
    if (y < 16 || y > size.height - 28) continue;
    surface.line([0, y, 5, y], stroke);
    surface.text({ x: 9, y, text: coordinate(value), align: "start", ...look });
  }
}

/** Pixels of way from one head to the next. */
const headsApart = 84;

/** Ways, each with heads along it. */
export function drawPaths({ surface, view, size, colorOf }: Drawing, paths: readonly PlanePath[]): void {
  const place = placing(view, size);
  for (const { points, color, dash = [], width = 1.8 } of paths) {
    const line = new Float64Array(points.length);
    for (let i = 0; i + 1 < points.length; i += 2) {
      line[i] = place.screenX(points[i]!);
      line[i + 1] = place.screenY(points[i + 1]!);
    }
    surface.line(line, { color: colorOf(color), width, dash });
    for (const at of placesAlong(line, headsApart)) surface.area(headAt(at, 9), { color: colorOf(color), opacity: 1 });
  }
}

/** Vectors and marked places, over all else. */
export function drawSigns(
  { surface, view, size, colorOf }: Drawing,
  { marks, arrows }: { readonly marks: readonly PlaneMark[]; readonly arrows: readonly PlaneArrow[] },
): void {
  const place = placing(view, size);
  const halo = colorOf("--paper");
  for (const { at, shape, label, color: given = "--ink" } of marks) {
    const [x, y, color] = [place.screenX(at[0]), place.screenY(at[1]), colorOf(given)];
    drawShape(surface, { x, y, shape, color, halo });
    if (label !== "") surface.text({ x: x + 10, y: y - 11, text: label, color, halo, align: "start" });
  }
  for (const { from, by, label, color: given, dash = [] } of arrows) {
    const [x, y, color] = [place.screenX(from[0]), place.screenY(from[1]), colorOf(given)];
    const [dx, dy] = [by[0] * place.unit, -by[1] * place.unit];
    const length = Math.hypot(dx, dy);
    if (!(length > 2 && Number.isFinite(length))) continue;
    const [endX, endY, angle] = [x + dx, y + dy, Math.atan2(dy, dx)];
    for (const look of [
      { color: halo, width: 5.5 },
      { color, width: 2.4, dash },
    ])
      surface.line([x, y, endX - 5 * Math.cos(angle), endY - 5 * Math.sin(angle)], look);
    surface.area(headAt({ x: endX, y: endY, angle }, 10), { color, opacity: 1 });
    const beyond = length + 13;
    surface.text({ x: x + beyond * Math.cos(angle), y: y + beyond * Math.sin(angle), text: label, color, halo });
  }
}

interface DrawnShape {
  readonly x: number;
  readonly y: number;
  readonly shape: PlaneMark["shape"];
  readonly color: string;
  readonly halo: string;
}

function drawShape(surface: Surface, { x, y, shape, color, halo }: DrawnShape): void {
  const corners = (count: number, radius: number, turn = 0): readonly number[] =>
    Array.from({ length: count + 1 }, (_, i) => turn + (2 * Math.PI * i) / count).flatMap((angle) => [
      x + radius * Math.cos(angle),
      y + radius * Math.sin(angle),
    ]);
  if (shape === "cross") {
    for (const look of [
      { color: halo, width: 5 },
      { color, width: 2.2 },
    ]) {
      surface.line([x - 5, y - 5, x + 5, y + 5], look);
      surface.line([x - 5, y + 5, x + 5, y - 5], look);
    }
    return;
  }
  const outline = shape === "square" ? corners(4, 7, Math.PI / 4) : corners(24, 5.5);
  surface.area(outline, { color: shape === "ring" ? halo : color, opacity: 1 });
  surface.line(outline, { color: shape === "ring" ? color : halo, width: 2 });
}

/** A head of so many pixels whose tip is at a place. */
function headAt({ x, y, angle }: LinePlace, length: number): readonly number[] {
  const corner = (turn: number): readonly number[] => [
    x + length * Math.cos(angle + turn),
    y + length * Math.sin(angle + turn),
  ];
  return [x, y, ...corner(Math.PI - 0.42), ...corner(Math.PI + 0.42)];
}

function screenLine(points: readonly PlanePoint[], { screenX, screenY }: Placing): Float64Array {
  const line = new Float64Array(2 * points.length);
  for (const [i, [x, y]] of points.entries()) {
    line[2 * i] = screenX(x);
    line[2 * i + 1] = screenY(y);
  }
  return line;
}
