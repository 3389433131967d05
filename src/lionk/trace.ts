/**
 * A run with all that one may want to see of it, step by step: where it stands, the vectors that move it, the Lyapunov function, and by how much
 * each step exceeds what the theory promises of it. The run is `startRun`'s own, so its numbers are those of `lionlab lionk solve`.
 */
import { LabError } from "../core/errors.ts";
import { discreteLyapunov } from "./certificates.ts";
import { implicitOf, takeStep } from "./dynamics.ts";
import type { BoundK, Vector } from "./k-function.ts";
import type { Objective } from "./objective.ts";
import { type Certificate, type StepExcess, watchPromises } from "./promises.ts";
import { etaAt, type SolveEvent, type SolveOptions, startRun } from "./solve.ts";

/** A point of a run. */
export interface TracePoint extends SolveEvent {
  /** The step size, and the gradient as it was seen, of the step from here. */
  readonly eta: number;
  readonly g: Vector;
  /** m~, and the gradient of K there, of the step from here. */
  readonly ahead: Vector;
  readonly pull: Vector;
  /** The theorem's Lyapunov function at the step's constants; infinite outside the domain, and where a step is 1 / lambda long. */
  readonly lyapunov: number;
  /** Of the step to here; null at the start. */
  readonly excess: StepExcess | null;
  /** What the Lyapunov function rose by in the step to here, at that step's constants; null at the start and from outside the domain. */
  readonly rise: number | null;
}

/** A run that is traced piece by piece. */
export interface Trace {
  /** What was computed so far, the start first. */
  readonly points: readonly TracePoint[];
  /** Whether there is no more to come. */
  readonly isDone: boolean;
  /** Why it ended where it did: a sentence where what it computes is no longer finite; null otherwise. */
  readonly fault: string | null;
  /** What was measured so far. */
  certificate(): Certificate;
  /** Computes up to so many points more. */
  advance(points: number): void;
}

/** Begins to trace a run; the start is not computed yet. Errors: those of `startRun`. */
export function traceRun(k: BoundK, f: Objective, options: SolveOptions): Trace {
  let seen: Vector = new Float64Array(f.size);
  const listened: Objective = {
    ...f,
    gradient: (x) => {
      seen = f.gradient(x);
      return seen;
    },
  };
  const run = startRun(k, listened, { ...options, certify: false });
  const firstGradient = seen;
  const events = run.points[Symbol.iterator]();
  const promises = watchPromises(k, {
    ...options,
    curvature: options.curvature ?? f.curvature,
    distance: run.solution().distance,
  });
  const points: TracePoint[] = [];
  const state = { isDone: false, fault: null as string | null };
  const add = (event: SolveEvent): void => {
    const g = points.length === 0 ? firstGradient : seen;
    const before = points.at(-1);
    const eta = etaAt(event.step, options);
    const { ahead } = takeStep(k, event, g, { ...options, eta });
    const excess =
      before === undefined
        ? null
        : promises.observe({ eta: before.eta, before, after: { ...event, ahead: before.ahead } });
    points.push({
      ...{ ...event, eta, g, ahead, excess },
      pull: k.gradient(ahead),
      lyapunov: heightAt(k, event, { ...options, eta }),
      rise: before === undefined ? null : riseOf(k, { before, after: event }, options),
    });
  };
  return {
    points,
    get isDone() {
      return state.isDone;
    },
    get fault() {
      return state.fault;
    },
    certificate: promises.certificate,
    advance: (count) => {
      try {
        for (let n = 0; n < count && !state.isDone; n++) {
          const { done = false, value } = events.next();
          if (value !== undefined) add(value);
          state.isDone = done;
        }
      } catch (error) {
        if (!(error instanceof LabError)) throw error;
        Object.assign(state, { isDone: true, fault: error.message });
      }
    },
  };
}

function riseOf(
  k: BoundK,
  { before, after }: { readonly before: TracePoint; readonly after: SolveEvent },
  options: SolveOptions,
): number | null {
  const rise = heightAt(k, after, { ...options, eta: before.eta }) - before.lyapunov;
  return Number.isFinite(rise) ? rise : null;
}

function heightAt(k: BoundK, event: SolveEvent, { eta, lambda, beta1, beta2, decay }: SolveOptions): number {
  const implicit = decay === "implicit" ? eta : implicitOf(eta, lambda);
  if (!Number.isFinite(implicit)) return Number.POSITIVE_INFINITY;
  return discreteLyapunov(k, event, event.f, { eta: implicit, beta1, beta2, lambda });
}
