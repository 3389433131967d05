/** F3: the distance of lambda x from the domain of K*, with the envelope that it never leaves. */
import { phaseOneFactor } from "../certificates.ts";
import { type Point, takeStep } from "../dynamics.ts";
import { scaled } from "../vectors.ts";
import { followFlow } from "./flow-run.ts";
import { type NamedK, planeBowl, planeK, planeSettings, planeStart } from "./problems.ts";

/** A distance and its envelope at a time t, or after a number of steps. */
export interface Approach {
  readonly at: number;
  readonly distance: number;
  readonly envelope: number;
}

/** One run towards its domain. */
export interface ApproachRun {
  readonly label: string;
  readonly start: readonly number[];
  readonly points: readonly Approach[];
  /** When the domain was reached; null where it was only neared. */
  readonly entered: number | null;
  /** Most by which a distance lies above its envelope; rounding where the theorem holds. */
  readonly excess: number;
}

/** The figure's numbers. */
export interface PhaseOne {
  readonly continuous: readonly ApproachRun[];
  readonly discrete: readonly ApproachRun[];
}

/** Constants of the equation. */
export const flowConstants = { alpha: 1, gamma: 1, epsilon: 0.5, lambda: 1 } as const;
/** Size of a Runge-Kutta step. */
export const flowStep = 0.01;
/** Time at which the equation is left. */
export const flowEnd = 8;
/** Steps of the updates, whose constants are those of all runs in the plane. */
export const updateSteps = 400;

/** A start from which the gradient pulls outward all along: the border is neared, and reached never. */
const pulledOut: readonly [number, number] = [1.8, -0.9];

/** Computes the figure. */
export function phaseOne(): PhaseOne {
  return {
    continuous: [
      flowApproach(planeK("log-cosh", { e: 0.1 }), planeStart),
      flowApproach(planeK("smooth-l2", { e: 0.1 }), planeStart),
      flowApproach(planeK("log-cosh", { e: 0.1 }), pulledOut),
    ],
    discrete: [
      updateApproach(planeK("l1"), planeStart),
      updateApproach(planeK("l2"), planeStart),
      updateApproach(planeK("linf"), planeStart),
      updateApproach(planeK("l1"), pulledOut),
    ],
  };
}

function flowApproach({ label, k }: NamedK, start: readonly number[]): ApproachRun {
  const points: Approach[] = [];
  const run = { k, f: planeBowl, constants: flowConstants, start: Float64Array.from(start), h: flowStep };
  followFlow({ ...run, steps: Math.round(flowEnd / flowStep) }, ({ x }, step) => {
    const at = step * flowStep;
    const distance = k.distance(scaled(flowConstants.lambda, x));
    const first = points[0]?.distance ?? distance;
    points.push({ at, distance, envelope: Math.exp(-flowConstants.lambda * at) * first });
  });
  return summed(label, start, points);
}

function updateApproach({ label, k }: NamedK, start: readonly number[]): ApproachRun {
  const constants = { ...planeSettings, decay: "explicit" } as const;
  const factor = phaseOneFactor(constants.eta, constants.lambda, constants.decay);
  let point: Point = { x: Float64Array.from(start), m: new Float64Array(start.length) };
  const first = k.distance(scaled(constants.lambda, point.x));
  const points: Approach[] = [{ at: 0, distance: first, envelope: first }];
  for (let step = 1; step <= updateSteps; step++) {
    point = takeStep(k, point, planeBowl.gradient(point.x), constants);
    const distance = k.distance(scaled(constants.lambda, point.x));
    points.push({ at: step, distance, envelope: factor ** step * first });
  }
  return summed(label, start, points);
}

function summed(label: string, start: readonly number[], points: readonly Approach[]): ApproachRun {
  const from = start.map((value) => String(value).replace("-", "−"));
  return {
    label: `${label} from (${from.join(", ")})`,
    start,
    points,
    entered: points.find(({ distance }) => distance === 0)?.at ?? null,
    excess: Math.max(...points.map(({ distance, envelope }) => distance - envelope)),
  };
}
