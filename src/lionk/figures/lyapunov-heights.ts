/** F2: f, F and the Lyapunov function H over time, in a run where only H never rises. */
import { type FlowPoint, flowPoints, swinging } from "./flow-run.ts";

/** How often and how far a series rises. */
export interface Rises {
  readonly steps: number;
  readonly largest: number;
}

/** The figure's numbers. */
export interface LyapunovHeights {
  readonly points: readonly FlowPoint[];
  readonly objectiveRises: Rises;
  readonly lyapunovRises: Rises;
}

/** A rise below this does not count: F itself is the sum of terms of size 1. */
export const leastRise = 1e-9;

/** Computes the figure. */
export function lyapunovHeights(): LyapunovHeights {
  const points = flowPoints(swinging);
  return {
    points,
    objectiveRises: risesOf(points.map(({ objective }) => objective)),
    lyapunovRises: risesOf(points.map(({ lyapunov }) => lyapunov)),
  };
}

/** The steps on which a series rises by more than `leastRise`, and its largest rise of all. */
export function risesOf(series: readonly number[]): Rises {
  const rises = series.slice(1).map((value, i) => value - series[i]!);
  return { steps: rises.filter((rise) => rise > leastRise).length, largest: Math.max(0, ...rises) };
}
