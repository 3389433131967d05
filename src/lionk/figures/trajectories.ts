/** F1: the ways of Lion-K through the plane, by K and by lambda. */
import type { BoundK } from "../k-function.ts";
import { type Solution, solve } from "../solve.ts";
import { scaled } from "../vectors.ts";
import { type ContourLine, contourLines, type PlanePoint, type Square } from "./contour-lines.ts";
import { domainBorder } from "./domain-border.ts";
import { type NamedK, planeBowl, planeK, planeSettings, planeStart } from "./problems.ts";

/** A run in the plane. */
export interface PlaneRun {
  readonly label: string;
  readonly named: NamedK;
  readonly lambda: number;
  readonly path: readonly PlanePoint[];
  readonly border: readonly PlanePoint[] | null;
  readonly solution: Solution;
}

/** The figure's numbers. */
export interface Trajectories {
  readonly byK: readonly PlaneRun[];
  readonly byLambda: readonly PlaneRun[];
  readonly contours: readonly ContourLine[];
  readonly square: Square;
}

/** What is drawn. */
export const shownSquare: Square = { low: -3.4, high: 3.4 };

/** Computes the figure. */
export function trajectories(): Trajectories {
  const ks = [planeK("l1"), planeK("l2"), planeK("linf"), planeK("lp", { p: 1.5 }), planeK("huber", { e: 0.5 })];
  return {
    byK: ks.map((named) => planeRun(named, 1, named.label)),
    byLambda: [0.25, 0.5, 1, 2, 4].map((lambda) => planeRun(planeK("l1"), lambda, `λ = ${lambda}`)),
    contours: contourLines(planeBowl.value, shownSquare, { levels: [0.5, 2, 5, 10, 18, 30, 45], cells: 80 }),
    square: shownSquare,
  };
}

/** Length after which a path gets its next point, and the steps after which it is drawn no more: what follows is chatter that dies away. */
const pathPiece = 0.03;
const drawnSteps = 2_000;

function planeRun(named: NamedK, lambda: number, label: string): PlaneRun {
  const path: PlanePoint[] = [];
  const solution = solve(
    named.k,
    planeBowl,
    { ...planeSettings, lambda, x0: Float64Array.from(planeStart) },
    ({ x, step }) => {
      if (step > drawnSteps) return;
      const last = path.at(-1);
      const here = [x[0]!, x[1]!] as const;
      if (last === undefined || Math.hypot(here[0] - last[0], here[1] - last[1]) >= pathPiece) path.push(here);
    },
  );
  path.push([solution.x[0]!, solution.x[1]!]);
  return {
    label,
    named,
    lambda,
    path,
    border: isSeen(named.k, lambda) ? domainBorder(named.k, lambda) : null,
    solution,
  };
}

/** Whether the border of a convex set runs through what is drawn: a corner of it lies outside the set. */
function isSeen(k: BoundK, lambda: number): boolean {
  const { low, high } = shownSquare;
  const ends = [low, high];
  return ends.some((x) => ends.some((y) => k.distance(scaled(lambda, Float64Array.of(x, y))) > 0));
}
