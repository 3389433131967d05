/** A run as a figure of the plane: its set, its way in two phases, and the vectors of one step. */

import type { PlanePoint, Rectangle } from "../../src/lionk/figures/contour-lines.ts";
import { domainBorder } from "../../src/lionk/figures/domain-border.ts";
import type { TracePoint } from "../../src/lionk/trace.ts";
import type { PlaneArrow, PlaneMark, PlanePath, PlaneRegion } from "../parts/plane/scene.ts";
import { viewOf } from "../parts/plane/view.ts";
import type { OfferedObjective } from "./objectives.ts";
import type { PlaneProblem } from "./problem.ts";

/** The set that x is held to; null where it is the whole plane. */
export function regionOf({ k, kFunction, options }: PlaneProblem): PlaneRegion | null {
  const border = domainBorder(k, options.lambda);
  return border === null ? null : { border, label: kFunction.effect };
}

/** Heights of f, for its lines. */
export function fieldOf({ objective }: PlaneProblem): (x: number, y: number) => number {
  const at = new Float64Array(2);
  return (x, y) => {
    at[0] = x;
    at[1] = y;
    return objective.value(at);
  };
}

/** Where a run stands as a point of the plane. */
export function placeOf({ x }: Pick<TracePoint, "x">): PlanePoint {
  return [x[0]!, x[1]!];
}

/** The way to a step, and what comes after it, pale. The first phase is dashed. */
export function pathsOf(points: readonly TracePoint[], step: number): readonly PlanePath[] {
  const entered = points.findIndex(({ phaseOne }) => phaseOne !== null);
  const inside = entered < 0 ? points.length - 1 : entered;
  const piece = (from: number, to: number): Float64Array => {
    const line = new Float64Array(2 * Math.max(0, to - from + 1));
    for (let i = from; i <= to; i++) line.set(points[i]!.x, 2 * (i - from));
    return line;
  };
  const first = { color: "--ink", dash: [5, 4] };
  const second = { color: "--accent" };
  const last = points.length - 1;
  return [
    { key: "first", points: piece(0, Math.min(step, inside)), ...first },
    { key: "second", points: piece(inside, Math.max(inside, step)), width: 2.2, ...second },
    { key: "rest of the first", points: piece(Math.min(step, inside), inside), width: 0.8, ...first },
    { key: "rest", points: piece(Math.max(inside, step), last), width: 0.8, ...second },
  ].filter(({ points: line }) => line.length > 2);
}

/** Share of what is seen that the longest of the vectors takes. */
const longestShare = 0.2;

/** The vectors of the step from a point. m~ is drawn to a scale of its own, the pull and the decay to one. */
export function arrowsOf(
  point: TracePoint,
  { lambda, view }: { lambda: number; view: Rectangle },
): readonly PlaneArrow[] {
  const from = placeOf(point);
  const span = Math.min(view.x[1] - view.x[0], view.y[1] - view.y[0]) * longestShare;
  const decay = point.x.map((value) => -lambda * value);
  const length = (v: Float64Array): number => Math.hypot(...v);
  const scaled = (v: Float64Array, longest: number): PlanePoint => {
    const by = longest > 0 && Number.isFinite(longest) ? span / longest : 0;
    return [v[0]! * by, v[1]! * by];
  };
  const both = Math.max(length(point.pull), length(decay));
  return [
    { key: "ahead", from, by: scaled(point.ahead, length(point.ahead)), color: "--bad", label: "m̃", dash: [2, 3] },
    { key: "pull", from, by: scaled(point.pull, both), color: "--accent", label: "∇K" },
    { key: "decay", from, by: scaled(decay, both), color: "--good", label: "−λx", dash: [6, 3] },
  ];
}

/** Places of interest: where f is lowest, and where the run is. */
export function marksOf(point: TracePoint, offered: OfferedObjective | undefined): readonly PlaneMark[] {
  const least = (offered?.least ?? []).map(
    (at, i): PlaneMark => ({ key: `least ${i}`, at, shape: "cross", label: i === 0 ? "min f" : "" }),
  );
  return [...least, { key: "here", at: placeOf(point), shape: "dot", label: "", color: "--accent" }];
}

/** What is seen at first: what is of interest in f, the start, and the set unless it is far larger. */
export function homeView(
  { options }: PlaneProblem,
  region: PlaneRegion | null,
  offered: OfferedObjective | undefined,
): Rectangle {
  const start: PlanePoint = [options.x0[0]!, options.x0[1]!];
  const own: readonly PlanePoint[] =
    offered === undefined
      ? [start, [0, 0]]
      : [start, [offered.view.x[0], offered.view.y[0]], [offered.view.x[1], offered.view.y[1]]];
  const reach = 2.5 * Math.max(1, ...own.flat().map(Math.abs));
  const border = (region?.border ?? []).filter(([x, y]) => Math.max(Math.abs(x), Math.abs(y)) <= reach);
  return viewOf([...own, ...border], { margin: 0.06 });
}

/** What is seen where all is asked for: all of the run that is not lost in the distance too. */
export function wholeView(home: Rectangle, points: readonly TracePoint[]): Rectangle {
  const corners: readonly PlanePoint[] = [
    [home.x[0], home.y[0]],
    [home.x[1], home.y[1]],
  ];
  return viewOf([...corners, ...points.map(placeOf)], { margin: 0.04 });
}
