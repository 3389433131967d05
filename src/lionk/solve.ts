/** Solves a Lion-K problem by its own updates, and says how well. */
import { LabError } from "../core/errors.ts";
import { allowedRise, discreteLyapunov, fenchelYoungGap, objective, phaseOneFactor } from "./certificates.ts";
import { checkDiscrete, type Decay, implicitOf, type Point, takeStep } from "./dynamics.ts";
import type { BoundK, Vector } from "./k-function.ts";
import type { Objective } from "./objective.ts";
import { norm2, scaled } from "./vectors.ts";

/** How the step size goes from its first value: it stays, or falls to 0 along half a cosine. */
export type StepSchedule = "constant" | "cosine";

/** What is solved, and how. `tolerance`: the run ends where the gap, divided by lambda, is at most this. */
export interface SolveOptions {
  readonly eta: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly lambda: number;
  readonly schedule: StepSchedule;
  readonly decay: Decay;
  readonly steps: number;
  readonly x0: Vector;
  readonly tolerance: number;
}

/** Where a run ended. F and the gap are infinite while lambda x lies outside the domain. */
export interface Solution {
  readonly x: Vector;
  readonly f: number;
  readonly objective: number;
  readonly gap: number;
  /** Bound on F - F* for convex f: gap / lambda. */
  readonly bound: number;
  readonly steps: number;
  /** Steps until lambda x lay in the domain, to 1e-9; null where it never did. */
  readonly phaseOne: number | null;
  readonly warning: string | null;
}

/** A point of a run, for listeners. `step` 0 is the start. */
export interface SolveEvent extends Point {
  readonly step: number;
  readonly f: number;
  readonly objective: number;
  readonly gap: number;
  readonly distance: number;
}

/** Size of step number `step` (from 0): eta, or eta (1 + cos(pi step / steps)) / 2. */
export function etaAt(
  step: number,
  { eta, schedule, steps }: Pick<SolveOptions, "eta" | "schedule" | "steps">,
): number {
  return schedule === "constant" ? eta : (eta * (1 + Math.cos((Math.PI * step) / steps))) / 2;
}

/** Runs the updates. Errors: those of `checkDiscrete`, `lionk-lambda` for lambda 0, `lionk-start`, `lionk-diverged`. */
export function solve(k: BoundK, f: Objective, options: SolveOptions, listen?: (event: SolveEvent) => void): Solution {
  const { beta1, beta2, lambda, decay, steps, tolerance } = options;
  const warning = checkDiscrete(options, decay);
  if (lambda === 0)
    throw new LabError("lionk-lambda", "lambda must be above 0 to solve: without decay nothing bounds x.");
  if (options.x0.length !== f.size) {
    throw new LabError(
      "lionk-start",
      `x0 must have ${f.size} numbers, one for each unknown, but has ${options.x0.length}.`,
    );
  }
  const constants = { alpha: 1, gamma: 1, lambda };
  let at: Point = { x: options.x0.slice(), m: new Float64Array(f.size) };
  let phaseOne: number | null = null;
  for (let step = 0; ; step++) {
    const [value, g] = [f.value(at.x), f.gradient(at.x)];
    if (!Number.isFinite(value + norm2(g))) {
      throw new LabError("lionk-diverged", `f or its gradient is not finite after ${step} steps: try a smaller eta.`, {
        step,
      });
    }
    const distance = k.distance(scaled(lambda, at.x));
    if (phaseOne === null && distance <= 1e-9) phaseOne = step;
    const gap = fenchelYoungGap(k, at.x, g, constants);
    const whole = objective(k, at.x, value, constants);
    listen?.({ step, ...at, f: value, objective: whole, gap, distance });
    if (step === steps || gap / lambda <= tolerance) {
      return { x: at.x, f: value, objective: whole, gap, bound: gap / lambda, steps: step, phaseOne, warning };
    }
    at = takeStep(k, at, g, { eta: etaAt(step, options), beta1, beta2, lambda, decay });
  }
}

/** What the theory promises of each step, and the largest excess over it; 0 or below where all held, up to rounding. */
export interface Certificate {
  /** Over the Phase I envelope. */
  readonly envelope: number;
  /** Over what the discrete theorem allows the Lyapunov function to rise by; null where no curvature is known. */
  readonly theorem: number | null;
}

/** Follows a run of constant step size and measures both promises, step by step. `curvature`: Lipschitz constant of the gradient of f. */
export function certify(
  k: BoundK,
  f: Objective,
  { curvature, ...options }: SolveOptions & { readonly curvature?: number },
): Certificate {
  const { beta1, beta2, lambda, decay, eta } = options;
  checkDiscrete(options, decay);
  const implicit = decay === "implicit" ? eta : implicitOf(eta, lambda);
  const constants = { eta: implicit, beta1, beta2, lambda };
  let at: Point = { x: options.x0.slice(), m: new Float64Array(f.size) };
  let envelope = k.distance(scaled(lambda, at.x));
  let [overEnvelope, overTheorem] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let step = 0; step < options.steps; step++) {
    const next = takeStep(k, at, f.gradient(at.x), { ...options, eta, decay });
    envelope *= phaseOneFactor(eta, lambda, decay);
    overEnvelope = Math.max(overEnvelope, k.distance(scaled(lambda, next.x)) - envelope);
    const before = discreteLyapunov(k, at, f.value(at.x), constants);
    if (curvature !== undefined && Number.isFinite(before)) {
      const rise = discreteLyapunov(k, next, f.value(next.x), constants) - before;
      overTheorem = Math.max(overTheorem, rise - allowedRise(k, next, curvature, constants));
    }
    at = next;
  }
  return { envelope: overEnvelope, theorem: curvature === undefined ? null : overTheorem };
}
