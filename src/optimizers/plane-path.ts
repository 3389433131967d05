/**
 * The path of an optimizer on a function of the plane, in float64 at a constant rate, and the rate that suits it there.
 *
 * Work comes in slices, so that whoever draws paths can do something else in between, or stop.
 */
import type { PlanePoint } from "../lionk/figures/contour-lines.ts";
import { noiseOf, objectiveOf, type PlaneFunction } from "../lionk/plane-functions.ts";
import type { Program } from "../program/ast.ts";
import { compileSmallRule } from "../program/small-rule.ts";
import type { HyperparameterValues } from "../program/symbolic.ts";

/** A program with its numbers, the rate left out. */
export interface PathProgram {
  readonly program: Program;
  readonly hyperparameters: HyperparameterValues;
}

/** Where a path goes and how far. `seed` decides the noise of a function that has some. */
export interface PathSetting {
  readonly of: PlaneFunction;
  readonly start: PlanePoint;
  readonly steps: number;
  readonly seed: number;
}

/** A path: points from the start on, f above its least value at each. A path that leaves the finite numbers ends before that step. */
export interface OptimizerPath {
  readonly lr: number;
  readonly points: readonly PlanePoint[];
  readonly gaps: readonly number[];
  /** The step that gave something that is not finite; null where none did. */
  readonly divergedAt: number | null;
}

/** Steps between two rests of a walk. */
const slice = 250;

/** Walks; rests now and then. Errors: `program-invalid`. */
export function* walkPlane(
  { program, hyperparameters }: PathProgram,
  { of, start, steps, seed }: PathSetting,
  lr: number,
): Generator<undefined, OptimizerPath> {
  const { value, gradient } = objectiveOf(of);
  const noise = noiseOf(of, seed);
  const rule = compileSmallRule(program, hyperparameters, 2);
  rule.w.set(start);
  const points: PlanePoint[] = [[...start]];
  const gaps = [value(rule.w) - of.least];
  for (let step = 1; step <= steps; step++) {
    const g = gradient(rule.w);
    if (noise !== null) for (let i = 0; i < g.length; i++) g[i] = g[i]! + noise();
    rule.step(g, { step, lr, peakLr: lr, totalSteps: steps });
    const [x, y] = rule.w as unknown as PlanePoint;
    const gap = value(rule.w) - of.least;
    if (!(Number.isFinite(x) && Number.isFinite(y) && Number.isFinite(gap)))
      return { lr, points, gaps, divergedAt: step };
    points.push([x, y]);
    gaps.push(gap);
    if (step % slice === 0) yield;
  }
  return { lr, points, gaps, divergedAt: null };
}

/** The rates that are tried for a path: half powers of ten, 1e-4 to 100. */
export const triedRates: readonly number[] = Array.from({ length: 13 }, (_, k) =>
  Number((10 ** (k / 2 - 4)).toPrecision(2)),
);

/** What a rate is judged by: the mean of f above its least value over the last tenth of the steps; infinity for one that diverged. */
export function scoreOfPath({ gaps, divergedAt }: OptimizerPath): number {
  if (divergedAt !== null) return Number.POSITIVE_INFINITY;
  const last = gaps.slice(-Math.max(1, Math.floor((gaps.length - 1) / 10)));
  return last.reduce((sum, gap) => sum + gap, 0) / last.length;
}

/** The path at the best of `triedRates` (the smaller one of two alike), and whether that is the smallest or the largest of them. */
export function* bestWalk(
  program: PathProgram,
  setting: PathSetting,
): Generator<undefined, { readonly path: OptimizerPath; readonly atEdge: boolean }> {
  let best: { path: OptimizerPath; score: number } | null = null;
  for (const lr of triedRates) {
    const path = yield* walkPlane(program, setting, lr);
    const score = scoreOfPath(path);
    if (best === null || score < best.score) best = { path, score };
    yield;
  }
  const { path } = best!;
  return { path, atEdge: path.lr === triedRates[0] || path.lr === triedRates.at(-1) };
}
