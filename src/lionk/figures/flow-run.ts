/** A solution of Lion-K's equation in small steps, for the figures over time. */
import { fallOf, lyapunov, objective } from "../certificates.ts";
import { type ContinuousConstants, checkContinuous, type Point, rungeKutta } from "../dynamics.ts";
import type { BoundK, Vector } from "../k-function.ts";
import { type Objective, quadratic } from "../objective.ts";
import { planeK } from "./problems.ts";

/** A run of the equation. */
export interface FlowRun {
  readonly k: BoundK;
  readonly f: Objective;
  readonly constants: ContinuousConstants;
  readonly start: Vector;
  readonly h: number;
  readonly steps: number;
}

/** Calls `visit` at the start and after each Runge-Kutta step. */
export function followFlow(
  { k, f, constants, start, h, steps }: FlowRun,
  visit: (point: Point, step: number) => void,
): void {
  checkContinuous(constants);
  let point: Point = { x: start, m: new Float64Array(start.length) };
  visit(point, 0);
  for (let step = 1; step <= steps; step++) {
    point = rungeKutta(k, point, { gradient: f.gradient, constants, h });
    visit(point, step);
  }
}

/** Heights and falls at a time. */
export interface FlowPoint {
  readonly t: number;
  readonly f: number;
  readonly objective: number;
  readonly lyapunov: number;
  readonly d1: number;
  readonly d2: number;
  /** dH/dt by the identity. */
  readonly rate: number;
}

/** The run of F2 and F4: a weak pull and a long memory, so that x swings about the minimum inside the box. */
export const swinging: FlowRun = {
  k: planeK("log-cosh", { e: 0.1 }).k,
  f: quadratic({
    A: [
      [3, 1],
      [1, 2],
    ],
    c: [0.4, -0.3],
  }),
  constants: { alpha: 0.3, gamma: 0.3, epsilon: 0.1, lambda: 1 },
  start: Float64Array.of(-0.9, 0.9),
  h: 0.01,
  steps: 6_000,
};

/** Every point of a run inside the domain. */
export function flowPoints(run: FlowRun): readonly FlowPoint[] {
  const points: FlowPoint[] = [];
  followFlow(run, (point, step) => {
    const f = run.f.value(point.x);
    points.push({
      t: step * run.h,
      f,
      objective: objective(run.k, point.x, f, run.constants),
      lyapunov: lyapunov(run.k, point, f, run.constants),
      ...fallOf(run.k, point, run.f.gradient(point.x), run.constants),
    });
  });
  return points;
}
