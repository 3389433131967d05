/** Solves a Lion-K problem by its own updates, and says how well. */
import { LabError } from "../core/errors.ts";
import { fenchelYoungGap, objective } from "./certificates.ts";
import { checkDiscrete, type Decay, type Point, takeStep } from "./dynamics.ts";
import { type BoundK, borderTolerance, type Vector } from "./k-function.ts";
import type { Objective } from "./objective.ts";
import { type Certificate, type Promises, watchPromises } from "./promises.ts";
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
  /** Whether the theory's promises are measured at each step; a run then takes about twice as long. */
  readonly certify?: boolean;
  /** Lipschitz constant of the gradient of f, in place of the objective's own. */
  readonly curvature?: number;
}

/** A point of a run. `step` 0 is the start. F and the gap are infinite while lambda x lies outside the domain. */
export interface SolveEvent extends Point {
  readonly step: number;
  readonly f: number;
  readonly objective: number;
  readonly gap: number;
  readonly distance: number;
  /** Steps until lambda x lay in the domain, to 1e-9; null where it has not yet. */
  readonly phaseOne: number | null;
}

/** Where a run ended. */
export interface Solution extends Omit<SolveEvent, "step" | "m"> {
  /** Bound on F - F* for convex f: gap / lambda. */
  readonly bound: number;
  readonly steps: number;
  readonly warning: string | null;
  /** What was measured of the theory's promises; null where nobody asked. */
  readonly certificate: Certificate | null;
}

/** A run that is under way: its points one after another, the start first, and where it stands. */
export interface SolveRun {
  readonly points: Iterable<SolveEvent>;
  /** Where it stands after the points that were taken, the end of a run or not. */
  solution(): Solution;
}

/** Size of step number `step` (from 0): eta, or eta (1 + cos(pi step / steps)) / 2. */
export function etaAt(
  step: number,
  { eta, schedule, steps }: Pick<SolveOptions, "eta" | "schedule" | "steps">,
): number {
  return schedule === "constant" ? eta : (eta * (1 + Math.cos((Math.PI * step) / steps))) / 2;
}

/** Runs the updates to the end. Errors: those of `startRun`, `lionk-diverged`. */
export function solve(k: BoundK, f: Objective, options: SolveOptions, listen?: (event: SolveEvent) => void): Solution {
  const run = startRun(k, f, options);
  for (const point of run.points) listen?.(point);
  return run.solution();
}

/**
 * A run that goes on as its points are taken, so that it can be shown and stopped.
 * Errors: those of `checkDiscrete`, `lionk-lambda` for lambda 0, `lionk-start`; `lionk-diverged` when points are taken.
 */
export function startRun(k: BoundK, f: Objective, options: SolveOptions): SolveRun {
  const { lambda, decay, x0, certify = false, curvature = f.curvature } = options;
  const warning = checkDiscrete(options, decay);
  if (lambda === 0)
    throw new LabError("lionk-lambda", "lambda must be above 0 to solve: without decay nothing bounds x.");
  if (x0.length !== f.size) {
    throw new LabError("lionk-start", `x0 must have ${f.size} numbers, one for each unknown, but has ${x0.length}.`);
  }
  const start = pointAt(k, f, { lambda, at: { x: x0.slice(), m: new Float64Array(f.size) }, step: 0, phaseOne: null });
  const promises = certify ? watchPromises(k, { ...options, curvature, distance: start.event.distance }) : null;
  let last = start.event;
  return {
    points: pointsFrom(start, { k, f, options, promises, reach: (event) => (last = event) }),
    solution: () => {
      const { step, m, ...end } = last;
      return { ...end, bound: end.gap / lambda, steps: step, warning, certificate: promises?.certificate() ?? null };
    },
  };
}

/** A point with the gradient there. */
interface Evaluated {
  readonly event: SolveEvent;
  readonly g: Vector;
}

function pointAt(
  k: BoundK,
  f: Objective,
  { lambda, at, step, phaseOne }: { lambda: number; at: Point; step: number; phaseOne: number | null },
): Evaluated {
  const [value, g] = [f.value(at.x), f.gradient(at.x)];
  if (!Number.isFinite(value + norm2(g))) {
    const sentence =
      step === 0
        ? "f or its gradient is not finite at the start: begin elsewhere, with another x0."
        : `f or its gradient is not finite after ${step} steps: try a smaller eta, which is lr in a file.`;
    throw new LabError("lionk-diverged", sentence, { step });
  }
  const constants = { alpha: 1, gamma: 1, lambda };
  const distance = k.distance(scaled(lambda, at.x));
  return {
    g,
    event: {
      ...at,
      step,
      f: value,
      objective: objective(k, at.x, value, constants),
      gap: fenchelYoungGap(k, at.x, g, constants),
      distance,
      phaseOne: phaseOne ?? (distance <= borderTolerance ? step : null),
    },
  };
}

interface Walk {
  readonly k: BoundK;
  readonly f: Objective;
  readonly options: SolveOptions;
  readonly promises: Promises | null;
  reach(event: SolveEvent): void;
}

function* pointsFrom(start: Evaluated, { k, f, options, promises, reach }: Walk): Generator<SolveEvent, void> {
  const { beta1, beta2, lambda, decay, steps, tolerance } = options;
  for (let here = start; ; ) {
    const { event, g } = here;
    reach(event);
    yield event;
    if (event.step === steps || event.gap / lambda <= tolerance) return;
    const eta = etaAt(event.step, options);
    const { ahead, ...at } = takeStep(k, event, g, { eta, beta1, beta2, lambda, decay });
    here = pointAt(k, f, { lambda, at, step: event.step + 1, phaseOne: event.phaseOne });
    promises?.observe({ eta, before: event, after: { ...here.event, ahead } });
  }
}
