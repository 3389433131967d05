/** The problems that the figures share, with the settings they are run at. */

import { kNamed } from "../functions/index.ts";
import type { KFunction, KValues } from "../k-function.ts";
import { type BoundK, bindK } from "../k-function.ts";
import { control, type Objective, quadratic } from "../objective.ts";
import type { SolveOptions } from "../solve.ts";

/** A bowl in the plane whose minimum (2, -1) lies outside the unit box: f = (x - c)' A (x - c) / 2 with A = [[3, 1], [1, 2]]. */
export const planeBowl: Objective = quadratic({
  A: [
    [3, 1],
    [1, 2],
  ],
  c: [2, -1],
});

/** Where runs on the bowl begin. */
export const planeStart: readonly [number, number] = [-3, 3];

/** Lion's constants, explicit decay, and a step size that falls to 0 along a cosine. */
export const planeSettings: Omit<SolveOptions, "x0"> = {
  eta: 0.02,
  beta1: 0.9,
  beta2: 0.99,
  lambda: 1,
  schedule: "cosine",
  decay: "explicit",
  steps: 20_000,
  tolerance: 0,
};

/** A K as a figure names it. */
export interface NamedK {
  readonly label: string;
  readonly about: KFunction;
  readonly k: BoundK;
}

/** A K in the plane. */
export function planeK(name: string, values: KValues = {}): NamedK {
  const parameters = Object.entries(values).map(([parameter, value]) => ` ${parameter} = ${value}`);
  const about = kNamed(name);
  return { label: `${name}${parameters.join(",")}`, about, k: bindK(about, values, { size: 2 }) };
}

/** Steps of the control problem. */
export const controlHorizon = 12;
/** Seconds a step of it takes. */
export const controlStepSeconds = 0.25;

/** A cart to be brought to rest at 0 from position 2, by a bounded push: p' = p + v / 4, v' = v + u / 4; f = 5 |(p, v)_N|² + 0.05 |u|². */
export const cart: Objective = control({
  A: [
    [1, controlStepSeconds],
    [0, 1],
  ],
  B: [[0], [controlStepSeconds]],
  horizon: controlHorizon,
  x0: [2, 0],
  terminalWeight: 5,
  controlWeight: 0.05,
});
