/**
 * What the theory promises of a run, as numbers: how far a point is from solving the problem, and the functions that may never rise.
 *
 * Source: Chen, Liu, Liang & Liu 2023, arXiv:2310.05898, theorems 3.1, 4.1 and B.9; constants of the discrete theorem derived and checked on
 * random steps.
 */
import { type ContinuousConstants, type DiscreteConstants, flow, type LionKStep, type Point } from "./dynamics.ts";
import type { BoundK, Vector } from "./k-function.ts";
import { combine, dot, norm2, scaled } from "./vectors.ts";

/** A value and a gradient of f at a point. */
export interface EvaluatedPoint {
  readonly f: number;
  readonly g: Vector;
}

/** F(x) = alpha f(x) + gamma K*(lambda x) / lambda, what is minimised; infinite outside the domain. */
export function objective(
  k: BoundK,
  x: Vector,
  f: number,
  { alpha, gamma, lambda }: Pick<ContinuousConstants, "alpha" | "gamma" | "lambda">,
): number {
  return alpha * f + (gamma / lambda) * k.conjugate(scaled(lambda, x));
}

/**
 * The Fenchel-Young gap, 0 exactly where x is stationary; with f convex and alpha = gamma = 1, F(x) - F* ≤ gap / lambda.
 *   G(x) = K(-alpha g / gamma) + K*(lambda x) + lambda <x, alpha g / gamma>
 */
export function fenchelYoungGap(
  k: BoundK,
  x: Vector,
  g: Vector,
  { alpha, gamma, lambda }: Pick<ContinuousConstants, "alpha" | "gamma" | "lambda">,
): number {
  const pull = scaled(-alpha / gamma, g);
  return k.value(pull) + k.conjugate(scaled(lambda, x)) - lambda * dot(x, pull);
}

/** K*(z) + K(m) - <m, z>, never negative. */
function bracket(k: BoundK, z: Vector, m: Vector): number {
  return k.conjugate(z) + k.value(m) - dot(m, z);
}

/**
 * The Lyapunov function of the equation.
 *   H = alpha f + gamma K*(lambda x) / lambda + (1 - epsilon gamma) / (1 + epsilon lambda) [K*(lambda x) + K(m) - lambda <m, x>]
 */
export function lyapunov(k: BoundK, { x, m }: Point, f: number, constants: ContinuousConstants): number {
  const { gamma, epsilon, lambda } = constants;
  const share = (1 - epsilon * gamma) / (1 + epsilon * lambda);
  return objective(k, x, f, constants) + share * bracket(k, scaled(lambda, x), m);
}

/** How fast the Lyapunov function falls: dH/dt = rate = -(a D1 + b D2) ≤ 0 where epsilon gamma ≤ 1. */
export interface Fall {
  readonly d1: number;
  readonly d2: number;
  readonly rate: number;
}

/**
 * The terms of dH/dt at a point inside the domain.
 *   D1 = <m~ - dK*(lambda x), dK(m~) - lambda x>;   D2 = <m~ - m, dK(m~) - dK(m)> / epsilon
 *   dH/dt = -[(lambda + gamma) / (1 + epsilon lambda) D1 + (1 - epsilon gamma) / (1 + epsilon lambda) D2]
 */
export function fallOf(k: BoundK, point: Point, g: Vector, constants: ContinuousConstants): Fall {
  const { gamma, epsilon, lambda } = constants;
  const z = scaled(lambda, point.x);
  const { ahead } = flow(k, point, g, constants);
  const pull = k.gradient(ahead);
  const d1 = dot(combine(1, ahead, -1, k.conjugateGradient(z)), combine(1, pull, -1, z));
  const d2 =
    epsilon === 0 ? 0 : dot(combine(1, ahead, -1, point.m), combine(1, pull, -1, k.gradient(point.m))) / epsilon;
  const scale = 1 + epsilon * lambda;
  return { d1, d2, rate: -(((lambda + gamma) / scale) * d1 + ((1 - epsilon * gamma) / scale) * d2) };
}

/** c of the discrete theorem: eta b1 / (eta lambda (1 - b1) + 1 - b2). */
export function discreteShare({ eta, beta1, beta2, lambda }: DiscreteConstants): number {
  return (eta * beta1) / (eta * lambda * (1 - beta1) + 1 - beta2);
}

/** The Lyapunov function of implicit updates: H = f + K*(lambda x) / lambda + c [K*(lambda x) + K(m) - lambda <m, x>]. */
export function discreteLyapunov(k: BoundK, { x, m }: Point, f: number, constants: DiscreteConstants): number {
  const z = scaled(constants.lambda, x);
  return f + k.conjugate(z) / constants.lambda + discreteShare(constants) * bracket(k, z, m);
}

/**
 * What the discrete theorem allows the Lyapunov function to rise by in an implicit step, f having curvature up to L; negative where it must fall.
 *   H' - H ≤ -eta (a D1 + b D2) + L eta² / 2 |dK(m~) - lambda x'|²
 *   D1 = <dK(m~) - lambda x', m~ - s>, s a subgradient of K* at lambda x';   D2 = <m~ - m', dK(m~) - dK(m')>
 *   a = 1 + lambda c;   b = b1 (1 - b2) / ((eta lambda (1 - b1) + 1 - b2) (b2 - b1)), and no D2 where b1 = b2
 */
export function allowedRise(
  k: BoundK,
  { x, m, ahead }: LionKStep,
  curvature: number,
  constants: DiscreteConstants,
): number {
  const { eta, beta1, beta2, lambda } = constants;
  const z = scaled(lambda, x);
  const pull = k.gradient(ahead);
  const left = combine(1, pull, -1, z);
  const d1 = dot(left, combine(1, ahead, -1, k.conjugateGradient(z)));
  const a = 1 + lambda * discreteShare(constants);
  const second = beta1 === beta2 ? 0 : dot(combine(1, ahead, -1, m), combine(1, pull, -1, k.gradient(m)));
  const b = beta1 === beta2 ? 0 : (beta1 * (1 - beta2)) / ((eta * lambda * (1 - beta1) + 1 - beta2) * (beta2 - beta1));
  return -eta * (a * d1 + b * second) + ((curvature * eta ** 2) / 2) * norm2(left) ** 2;
}

/** By what the distance of lambda x from the domain shrinks at least in a step: 1 - eta lambda, or 1 / (1 + eta lambda) for implicit decay. */
export function phaseOneFactor(eta: number, lambda: number, decay: "explicit" | "implicit"): number {
  return decay === "explicit" ? 1 - eta * lambda : 1 / (1 + eta * lambda);
}
