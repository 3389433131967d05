/** A line of a picture: its band, its way, its points. */
import type { PlotLine } from "./plot-lines.ts";
import { element, short } from "./svg-markup.ts";
import type { Scale } from "./svg-scale.ts";
import { thinLine } from "./thin-line.ts";

/** Where a line is drawn. */
export interface Scales {
  readonly across: Scale;
  readonly up: Scale;
}

/** How far apart points must be to be seen, as columns of pixels, and whether the axis goes by powers. */
interface Grain {
  readonly columns: number;
  readonly log: boolean;
}

type Point = readonly [x: number, y: number];

/** The line as markup. */
export function drawLine(line: PlotLine, scales: Scales & Grain): string {
  const { across, up } = scales;
  const [from, to] = across.ends;
  const thin = thinLine(line, { from, to, columns: scales.columns, log: scales.log });
  const place = ([x, y]: Point): Point => [across.place(x), up.place(y)];
  const runs = runsOf(thin.x, thin.y).map((run) => run.map(place));
  return bandOf(thin, scales) + wayOf(thin, runs) + dotsOf(thin, runs.flat()) + crossesOf(thin, runs.flat());
}

function wayOf(
  { color, dash, faint = false, unjoined = false, stepped = false }: PlotLine,
  runs: readonly (readonly Point[])[],
): string {
  if (unjoined) return "";
  return element("path", {
    d: runs.map(stepped ? stepsOf : pathOf).join(""),
    fill: "none",
    stroke: color,
    "stroke-width": faint ? 1 : 2,
    opacity: faint ? 0.35 : null,
    "stroke-dasharray": dash.length > 0 ? dash.join(" ") : null,
    "stroke-linejoin": "round",
  });
}

function pathOf(points: readonly Point[]): string {
  return `M${points.map(pair).join("L")}`;
}

function stepsOf([first, ...rest]: readonly Point[]): string {
  return `M${pair(first!)}${rest.map(([x, y]) => `H${short(x)}V${short(y)}`).join("")}`;
}

function pair([x, y]: Point): string {
  return `${short(x)} ${short(y)}`;
}

function dotsOf({ color, dots = 0 }: PlotLine, points: readonly Point[]): string {
  if (dots === 0) return "";
  return points.map(([cx, cy]) => element("circle", { cx, cy, r: dots / 2, fill: color })).join("");
}

function crossesOf({ color, crosses = false }: PlotLine, points: readonly Point[]): string {
  if (!crosses) return "";
  const d = points.map(([x, y]) => `M${pair([x - 4, y - 4])}l8 8m0-8l-8 8`).join("");
  return element("path", { d, stroke: color, "stroke-width": 2.2, fill: "none" });
}

function bandOf({ x, low, high, color }: PlotLine, { across, up }: Scales): string {
  if (low === undefined || high === undefined) return "";
  const lower = new Map(runsOf(x, low).flat());
  const runs = runsOf(x, high).map((run) => run.filter(([place]) => lower.has(place)));
  const around = (run: readonly Point[]): string => {
    const there = run.map(([a, b]): Point => [across.place(a), up.place(b)]);
    const back = run.map(([a]): Point => [across.place(a), up.place(lower.get(a)!)]);
    return `${pathOf([...there, ...back.reverse()])}Z`;
  };
  const d = runs
    .filter((run) => run.length > 0)
    .map(around)
    .join("");
  return element("path", { d, fill: color, opacity: 0.15 });
}

/** Unbroken runs of points. */
function runsOf(x: readonly number[], y: readonly (number | null)[]): readonly (readonly Point[])[] {
  const runs: Point[][] = [[]];
  x.forEach((place, at) => {
    const value = y[at] ?? null;
    if (value !== null && Number.isFinite(value)) runs.at(-1)!.push([place, value]);
    else if (runs.at(-1)!.length > 0) runs.push([]);
  });
  return runs.filter((run) => run.length > 0);
}
