/**
 * Lion-K's movements: the discrete updates that people run, and the ordinary differential equation that they follow.
 *
 * The momentum tracks the negative gradient and is added, as in the paper; code that keeps the positive gradient and subtracts is the same
 * for even K and wrong for others.
 * Source: Chen, Liu, Liang & Liu 2023, arXiv:2310.05898.
 */
import { LabError } from "../core/errors.ts";
import type { BoundK, Vector } from "./k-function.ts";
import { combine } from "./vectors.ts";

/** Constants of a discrete update. */
export interface DiscreteConstants {
  readonly eta: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly lambda: number;
}

/** Constants of the differential equation. */
export interface ContinuousConstants {
  readonly alpha: number;
  readonly gamma: number;
  readonly epsilon: number;
  readonly lambda: number;
}

/** Where a run stands. */
export interface Point {
  readonly x: Vector;
  readonly m: Vector;
}

/** A step that was made: where to, and the momentum m~ whose gradient of K was added. */
export interface LionKStep extends Point {
  readonly ahead: Vector;
}

/** The decay of an update: of x before the step (what code does), or of x after it (what the theorem on steps is about). */
export type Decay = "explicit" | "implicit";

/**
 * One update at gradient g.
 *   m~ = b1 m - (1 - b1) g;   explicit: x' = (1 - eta lambda) x + eta dK(m~);   implicit: x' = (x + eta dK(m~)) / (1 + eta lambda)
 *   m' = b2 m - (1 - b2) g
 */
export function takeStep(
  k: BoundK,
  { x, m }: Point,
  g: Vector,
  { decay, ...constants }: DiscreteConstants & { readonly decay: Decay },
): LionKStep {
  const { eta, beta1, beta2, lambda } = constants;
  const ahead = combine(beta1, m, beta1 - 1, g);
  const pull = k.gradient(ahead);
  const moved =
    decay === "explicit"
      ? combine(1 - eta * lambda, x, eta, pull)
      : combine(1 / (1 + eta * lambda), x, eta / (1 + eta * lambda), pull);
  return { x: moved, m: combine(beta2, m, beta2 - 1, g), ahead };
}

/** The implicit step size whose update is the explicit one of size eta: eta / (1 - eta lambda). */
export function implicitOf(eta: number, lambda: number): number {
  return eta / (1 - eta * lambda);
}

/** The explicit step size whose update is the implicit one of size eta: eta / (1 + eta lambda). */
export function explicitOf(eta: number, lambda: number): number {
  return eta / (1 + eta * lambda);
}

/** The equation that updates of size eta follow: gamma = alpha = (1 - b2) / eta, epsilon = (1 - b1) / gamma. */
export function continuousOf({ eta, beta1, beta2, lambda }: DiscreteConstants): ContinuousConstants {
  const gamma = (1 - beta2) / eta;
  return { alpha: gamma, gamma, epsilon: (1 - beta1) / gamma, lambda };
}

/** The update that one Euler step of size h makes, alpha = gamma: b1 = 1 - epsilon gamma, b2 = 1 - h gamma, eta = h. */
export function discreteOf({ gamma, epsilon, lambda }: ContinuousConstants, h: number): DiscreteConstants {
  return { eta: h, beta1: 1 - epsilon * gamma, beta2: 1 - h * gamma, lambda };
}

/**
 * The equation's right side at a point where the gradient is g, and m~.
 *   m' = -alpha g - gamma m;   m~ = m + epsilon m';   x' = dK(m~) - lambda x
 */
export function flow(
  k: BoundK,
  { x, m }: Point,
  g: Vector,
  { alpha, gamma, epsilon, lambda }: ContinuousConstants,
): LionKStep {
  const fall = combine(-alpha, g, -gamma, m);
  const ahead = combine(1, m, epsilon, fall);
  return { x: combine(1, k.gradient(ahead), -lambda, x), m: fall, ahead };
}

/** A step of size h of the classical Runge-Kutta method of order 4. */
export function rungeKutta(
  k: BoundK,
  point: Point,
  {
    gradient,
    constants,
    h,
  }: { readonly gradient: (x: Vector) => Vector; readonly constants: ContinuousConstants; readonly h: number },
): Point {
  const slope = (at: Point): LionKStep => flow(k, at, gradient(at.x), constants);
  const along = (by: number, { x, m }: Point): Point => ({
    x: combine(1, point.x, by, x),
    m: combine(1, point.m, by, m),
  });
  const first = slope(point);
  const second = slope(along(h / 2, first));
  const third = slope(along(h / 2, second));
  const fourth = slope(along(h, third));
  const mean = (of: "x" | "m"): Vector =>
    point[of].map(
      (value, i) => value + (h / 6) * (first[of][i]! + 2 * second[of][i]! + 2 * third[of][i]! + fourth[of][i]!),
    );
  return { x: mean("x"), m: mean("m") };
}

/**
 * Largest stable step of `rungeKutta` for a K rounded over e, where f has curvature up to `curvature` in the directions that are free:
 * 2.5 e / (epsilon alpha curvature), measured.
 */
export function largestStep(e: number, curvature: number, { alpha, epsilon }: ContinuousConstants): number {
  return (2.5 * e) / (epsilon * alpha * curvature);
}

/**
 * Checks constants of an update. Errors: `lionk-eta`, `lionk-beta`, `lionk-lambda`, `lionk-eta-lambda`; a warning where b1 > b2, for which no theorem
 * holds.
 */
export function checkDiscrete({ eta, beta1, beta2, lambda }: DiscreteConstants, decay: Decay): string | null {
  if (!(eta > 0 && Number.isFinite(eta))) throw wrong("lionk-eta", "The step size eta", "a number above 0", eta);
  for (const [name, beta] of [
    ["beta1", beta1],
    ["beta2", beta2],
  ] as const) {
    if (!(beta >= 0 && beta < 1)) throw wrong("lionk-beta", name, "at least 0 and below 1", beta);
  }
  if (!(lambda >= 0 && Number.isFinite(lambda)))
    throw wrong("lionk-lambda", "lambda", "a number of at least 0", lambda);
  if (decay === "explicit" && eta * lambda > 1) {
    throw wrong(
      "lionk-eta-lambda",
      "lr decay = eta lambda",
      "at most 1, else a step goes beyond the point it decays to",
      eta * lambda,
    );
  }
  return beta1 > beta2 ? `beta1 = ${beta1} is above beta2 = ${beta2}: no theorem covers this.` : null;
}

/** Checks constants of the equation. Errors: `lionk-alpha`, `lionk-gamma`, `lionk-epsilon`, `lionk-lambda`, `lionk-epsilon-gamma`. */
export function checkContinuous({ alpha, gamma, epsilon, lambda }: ContinuousConstants): void {
  for (const [name, value] of [
    ["alpha", alpha],
    ["gamma", gamma],
    ["lambda", lambda],
  ] as const) {
    if (!(value > 0 && Number.isFinite(value))) throw wrong(`lionk-${name}`, name, "a number above 0", value);
  }
  if (!(epsilon >= 0 && Number.isFinite(epsilon)))
    throw wrong("lionk-epsilon", "epsilon", "a number of at least 0", epsilon);
  if (epsilon * gamma > 1) {
    throw wrong(
      "lionk-epsilon-gamma",
      "epsilon gamma",
      "at most 1, else the Lyapunov function need not fall",
      epsilon * gamma,
    );
  }
}

function wrong(code: string, what: string, wanted: string, found: number): LabError {
  return new LabError(code, `${what} must be ${wanted}, but is ${found}.`, { found });
}
