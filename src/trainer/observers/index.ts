/**
 * The step observers, one file each, one line here; and what a trial does with those that its config asks for.
 */
import type { EpochPoints, TrialConfig } from "../../records/records.ts";
import type { TrialPlan } from "../trial-plan.ts";
import { bounds } from "./bounds.ts";
import { stepCurve } from "./step-curve.ts";
import type { DoneSteps, ObservedField, ObserverState, StepObserver } from "./step-observer.ts";

/** All observers. */
export const stepObservers: readonly StepObserver[] = [stepCurve, bounds];

/** States of the observers that watch a trial, by the fields of their points. */
export type Observed = { readonly [F in ObservedField]?: ObserverState };

function watching({ training }: TrialConfig): readonly StepObserver[] {
  return stepObservers.filter(({ setting }) => training[setting] !== undefined);
}

/** Checks that a trial can be watched as its config asks. Errors: those of the observers. */
export function checkObservers(config: TrialConfig): void {
  for (const observer of watching(config)) observer.check(config);
}

/** States before the first step. */
export function startObserving(plan: TrialPlan, weights: Float32Array): Observed {
  return Object.fromEntries(watching(plan.config).map((one) => [one.field, one.start(plan, weights)]));
}

/** States after the steps of a stretch. */
export function observe(plan: TrialPlan, observed: Observed, done: DoneSteps): Observed {
  return Object.fromEntries(
    watching(plan.config).map((one) => [one.field, one.after(plan, observed[one.field]!, done)]),
  );
}

/** Steps after which a stretch must end, when `done` are done over the run. */
export function stepsToPoint({ config }: TrialPlan, done: number): number {
  const strides = watching(config).flatMap(({ looksAtWeights, setting }) =>
    looksAtWeights ? [config.training[setting]!] : [],
  );
  return Math.min(Number.POSITIVE_INFINITY, ...strides.map((every) => every - (done % every)));
}

/** The points of the epoch under way. */
export function epochPoints(observed: Observed): EpochPoints {
  return Object.fromEntries(Object.entries(observed).map(([field, { points }]) => [field, points]));
}

/** States without the points, which the end of an epoch took. */
export function withoutPoints(observed: Observed): Observed {
  return Object.fromEntries(Object.entries(observed).map(([field, state]) => [field, { ...state, points: [] }]));
}

/** Whether these are states of the observers that the config asks for, and of no others. */
export function fitsObservers(config: TrialConfig, observed: unknown): observed is Observed {
  const fields = watching(config).map(({ field }) => field);
  const found = Object.keys((observed as Observed | null | undefined) ?? {});
  return found.length === fields.length && fields.every((field) => found.includes(field));
}
