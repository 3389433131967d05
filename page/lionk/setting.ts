/** What the explorer shows, as its address says it. */
import type { PlanePoint, Rectangle } from "../../src/lionk/figures/contour-lines.ts";
import { kNamed } from "../../src/lionk/functions/index.ts";
import type { KValues } from "../../src/lionk/k-function.ts";
import type { SolveOptions } from "../../src/lionk/solve.ts";
import { type OfferedObjective, offeredObjectives } from "./objectives.ts";
import { startValues } from "./offered-k.ts";

/** The state of the view. */
export interface Setting
  extends Pick<SolveOptions, "eta" | "beta1" | "beta2" | "lambda" | "schedule" | "decay" | "steps"> {
  /** An offered function, or `typedFormula`. */
  readonly f: string;
  /** What is typed, and what its author says of it. */
  readonly formula: string;
  readonly convex: boolean;
  readonly curvature: number | null;
  readonly k: string;
  /** All parameters of K. */
  readonly values: KValues;
  /** Standard deviation of the noise on each slope, and what it is drawn from. */
  readonly noise: number;
  readonly seed: number;
  readonly x0: PlanePoint;
  /** The step that is looked at; null is the last. */
  readonly step: number | null;
  /** Stop of the tour, from 1; null outside it. */
  readonly stop: number | null;
  /** What of the plane is seen; null shows all. */
  readonly view: Rectangle | null;
}

/** The most steps that are computed. */
export const mostSteps = 20_000;

/** What is shown where an address says nothing. */
export const firstSetting: Setting = {
  ...{ f: "bowl", formula: "(1 - x)**2 + 10*(y - x**2)**2", convex: false, curvature: null },
  ...{ k: "l1", values: {} },
  ...{ lambda: 1, eta: 0.02, beta1: 0.9, beta2: 0.99, schedule: "constant", decay: "explicit", steps: 500 },
  ...{ noise: 0, seed: 0, x0: [-3, 3], step: null, stop: null, view: null },
};

/** The setting with another K, whose parameters begin anew. */
export function withK(setting: Setting, name: string): Setting {
  return { ...setting, k: name, values: startValues(kNamed(name)) };
}

/** The setting with an offered function, at the start and the constants that suit it. */
export function withObjective(setting: Setting, offered: OfferedObjective): Setting {
  const { name, start, lambda, eta, steps } = offered;
  return { ...setting, f: name, x0: start, lambda, eta, steps, step: null, view: null };
}

/** The offered function of a setting; undefined for a typed formula. */
export function offeredOf({ f }: Setting): OfferedObjective | undefined {
  return offeredObjectives.find(({ name }) => name === f);
}
