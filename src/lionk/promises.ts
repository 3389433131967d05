/**
 * Watches a run and measures, step by step, how far it exceeds what the theory promises.
 *
 * Both promises are about single steps: the envelope multiplies the factors of the steps so far, and the theorem compares its Lyapunov
 * function, at the constants of the step, before and after it. So each step of a falling step size is checked at its own size. What needs one
 * size for all steps, the sum of the theorem over a run, is not claimed.
 */
import { allowedRise, discreteLyapunov, phaseOneFactor } from "./certificates.ts";
import { type Decay, implicitOf, type LionKStep, type Point } from "./dynamics.ts";
import type { BoundK } from "./k-function.ts";

/** The largest excess over each promise, at or below 0 where all steps kept it, up to rounding; a share of 1 + the magnitude compared. */
export interface Certificate {
  /** Over the Phase I envelope of the distance from the domain. */
  readonly envelope: number;
  /** Over what the discrete theorem allows the Lyapunov function to rise by; null where no step could be checked. */
  readonly theorem: number | null;
  /** Steps that the theorem was checked at: those that began inside the domain, where a curvature is known and beta1 <= beta2. */
  readonly checkedSteps: number;
}

/** Excess that is rounding. */
const rounding = 1e-9;

/** Whether the envelope held at every step. */
export function envelopeHeld({ envelope }: Certificate): boolean {
  return envelope <= rounding;
}

/** Whether the theorem held at every step that it was checked at; null where there was none. */
export function theoremHeld({ theorem }: Certificate): boolean | null {
  return theorem === null ? null : theorem <= rounding;
}

/** A step, from where to where, with the values of f and the distance of lambda x from the domain after it. */
export interface WatchedStep {
  readonly eta: number;
  readonly before: Point & { readonly f: number };
  readonly after: LionKStep & { readonly f: number; readonly distance: number };
}

/** By how much one step exceeds what is promised of it, as in a `Certificate`; `theorem` is null where it was not checked. */
export interface StepExcess {
  readonly envelope: number;
  readonly theorem: number | null;
}

/** Sees the steps of one run in order. */
export interface Promises {
  observe(step: WatchedStep): StepExcess;
  certificate(): Certificate;
}

/** Constants of the run. `curvature`: a Lipschitz constant of the gradient of f; `distance`: that of the start from the domain. */
export interface WatchedRun {
  readonly beta1: number;
  readonly beta2: number;
  readonly lambda: number;
  readonly decay: Decay;
  readonly curvature: number | null;
  readonly distance: number;
}

/** A watch over one run. */
export function watchPromises(k: BoundK, run: WatchedRun): Promises {
  const { beta1, beta2, lambda, decay, curvature } = run;
  let [allowed, envelope, theorem, checkedSteps] = [
    run.distance,
    Number.NEGATIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    0,
  ];
  return {
    observe: ({ eta, before, after }) => {
      allowed *= phaseOneFactor(eta, lambda, decay);
      const beyond = (after.distance - allowed) / (1 + run.distance);
      envelope = Math.max(envelope, beyond);
      const implicit = decay === "implicit" ? eta : implicitOf(eta, lambda);
      const unchecked = { envelope: beyond, theorem: null };
      if (curvature === null || beta1 > beta2 || !Number.isFinite(implicit)) return unchecked;
      const constants = { eta: implicit, beta1, beta2, lambda };
      const start = discreteLyapunov(k, before, before.f, constants);
      if (!Number.isFinite(start)) return unchecked;
      const rise = discreteLyapunov(k, after, after.f, constants) - start;
      const excess = (rise - allowedRise(k, after, curvature, constants)) / (1 + Math.abs(start));
      theorem = Math.max(theorem, excess);
      checkedSteps++;
      return { envelope: beyond, theorem: excess };
    },
    certificate: () => ({ envelope, theorem: checkedSteps === 0 ? null : theorem, checkedSteps }),
  };
}
