/** What a figure of the plane may hold. Colours are those of CSS, or variables of the page such as `--accent`. */
import type { PlanePoint } from "../../../src/lionk/figures/contour-lines.ts";

/** A set with its border; of more than two points, a closed line. */
export interface PlaneRegion {
  readonly border: readonly PlanePoint[];
  readonly label: string;
}

/** A way through points; `points`: x, y, x, y, …, so that ways of many thousand steps are cheap. */
export interface PlanePath {
  readonly key: string;
  readonly points: Float64Array;
  readonly color: string;
  readonly dash?: readonly number[];
  /** Width of the line in pixels, 1.8 where none is given. */
  readonly width?: number;
}

/** A vector at a place, in the units of the plane. */
export interface PlaneArrow {
  readonly key: string;
  readonly from: PlanePoint;
  readonly by: PlanePoint;
  readonly color: string;
  readonly label: string;
  readonly dash?: readonly number[];
}

/** A place that is marked. */
export interface PlaneMark {
  readonly key: string;
  readonly at: PlanePoint;
  readonly shape: "cross" | "dot" | "ring" | "square";
  readonly label: string;
  readonly color?: string;
}

/** A place that the reader moves. */
export interface PlaneHandle {
  readonly key: string;
  readonly label: string;
  readonly at: PlanePoint;
  readonly onMove: (to: PlanePoint) => void;
}

/** What is drawn. `field`: the function whose lines are drawn; one and the same function is sampled once. */
export interface PlaneScene {
  readonly field: ((x: number, y: number) => number) | null;
  readonly region?: PlaneRegion | null;
  readonly paths: readonly PlanePath[];
  readonly arrows?: readonly PlaneArrow[];
  readonly marks?: readonly PlaneMark[];
}

/** A coordinate as people read it. */
export function coordinate(value: number): string {
  if (!Number.isFinite(value)) return "not finite";
  const size = Math.abs(value);
  const text =
    size !== 0 && (size < 1e-3 || size >= 1e5) ? value.toExponential(2) : String(Number(value.toPrecision(4)));
  return text.replace("-", "−");
}

/** A point as people read it. */
export function pointText([x, y]: PlanePoint): string {
  return `(${coordinate(x)}, ${coordinate(y)})`;
}
