/**
 * Objectives of Lion-K problems: f with its gradient, and a bound on its curvature where one is known.
 *
 * Every objective is checked when it is made; matrices are lists of rows, as people write them.
 */
import { LabError } from "../core/errors.ts";
import type { Vector } from "./k-function.ts";
import { multiply, multiplyTransposed } from "./linear-algebra.ts";
import { finite, isPositive, matrixOf, mismatch, type Rows, spectralNorm } from "./matrix-input.ts";
import { combine, dot, sumOf } from "./vectors.ts";

/** An objective on vectors of one size; for functions of a matrix, with its rows and columns. */
export interface Objective {
  readonly size: number;
  readonly rows?: number;
  readonly columns?: number;
  /** f(x). */
  value(x: Vector): number;
  /** Its gradient, or a subgradient where it has a kink. */
  gradient(x: Vector): Vector;
  /** Whether f is convex, so that the gap bounds how far F is above its least value. */
  readonly convex: boolean;
  /** A Lipschitz constant of the gradient; null where none is known. */
  readonly curvature: number | null;
}

/** (x - c)' A (x - c) / 2, A symmetric and positive. Errors: `objective-shape`, `objective-matrix`. */
export function quadratic({ A, c }: { readonly A: Rows; readonly c: readonly number[] }): Objective {
  const { flat, columns } = matrixOf("A", A, { rows: c.length, columns: c.length });
  const centre = Float64Array.from(finite("c", c));
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < i; j++) {
      if (Math.abs(flat[i * columns + j]! - flat[j * columns + i]!) > 1e-12 * (1 + Math.abs(flat[i * columns + j]!))) {
        throw new LabError(
          "objective-matrix",
          `A must be symmetric, but its rows ${j} and ${i} do not mirror each other.`,
        );
      }
    }
  }
  if (!isPositive(flat, columns)) {
    throw new LabError("objective-matrix", "A must be positive semidefinite, but x' A x is negative for some x.");
  }
  const gradient = (x: Vector): Vector => multiply(flat, combine(1, x, -1, centre), columns);
  return {
    size: columns,
    gradient,
    value: (x) => dot(combine(1, x, -1, centre), gradient(x)) / 2,
    convex: true,
    curvature: spectralNorm(flat, { rows: columns, columns }),
  };
}

/** |X w - y|² / (2 n), n rows. Errors: `objective-shape`. */
export function leastSquares(data: { readonly X: Rows; readonly y: readonly number[] }): Objective {
  return overRows(data, { loss: (r) => r ** 2 / 2, slope: (r) => r });
}

/** Mean of Huber's function of X w - y. Errors: `objective-shape`, `objective-delta`. */
export function huberRegression({
  delta,
  ...data
}: {
  readonly X: Rows;
  readonly y: readonly number[];
  readonly delta: number;
}): Objective {
  if (!(delta > 0)) throw new LabError("objective-delta", `delta must be above 0, but is ${delta}.`);
  return overRows(data, {
    loss: (r) => (Math.abs(r) <= delta ? r ** 2 / 2 : delta * (Math.abs(r) - delta / 2)),
    slope: (r) => Math.max(-delta, Math.min(delta, r)),
  });
}

/** Mean of log(1 + exp(-y X w)), y in -1 and 1. Errors: `objective-shape`, `objective-labels`. */
export function logistic({ X, y }: { readonly X: Rows; readonly y: readonly number[] }): Objective {
  const wrong = y.find((label) => label !== 1 && label !== -1);
  if (wrong !== undefined) throw new LabError("objective-labels", `y must hold -1 and 1 alone, but it holds ${wrong}.`);
  const { flat, columns, rows } = matrixOf("X", X, { rows: y.length });
  const margins = (w: Vector): Vector => multiply(flat, w, columns).map((value, i) => y[i]! * value);
  return {
    size: columns,
    value: (w) => sumOf(margins(w), (t) => Math.max(0, -t) + Math.log1p(Math.exp(-Math.abs(t)))) / rows,
    gradient: (w) =>
      multiplyTransposed(
        flat,
        margins(w).map((t, i) => (-y[i]! * (t > 0 ? Math.exp(-t) / (1 + Math.exp(-t)) : 1 / (1 + Math.exp(t)))) / rows),
        columns,
      ),
    convex: true,
    curvature: spectralNorm(flat, { rows, columns }) ** 2 / (4 * rows),
  };
}

/** <b, x> */
export function linear({ b }: { readonly b: readonly number[] }): Objective {
  const slope = Float64Array.from(finite("b", b));
  return { size: b.length, value: (x) => dot(slope, x), gradient: () => slope.slice(), convex: true, curvature: 0 };
}

/** riskAversion w' covariance w / 2 - mean' w. Errors: as `quadratic`, and `objective-risk`. */
export function portfolio({
  covariance,
  mean,
  riskAversion,
}: {
  readonly covariance: Rows;
  readonly mean: readonly number[];
  readonly riskAversion: number;
}): Objective {
  if (!(riskAversion >= 0))
    throw new LabError("objective-risk", `riskAversion must be at least 0, but is ${riskAversion}.`);
  const risk = quadratic({ A: covariance, c: mean.map(() => 0) });
  const gain = linear({ b: mean });
  return weightedSum(
    [
      { weight: riskAversion, objective: risk },
      { weight: -1, objective: gain },
    ],
    true,
  );
}

/** |X - C|_F² / 2 for a matrix X. */
export function matrixTarget({ C }: { readonly C: Rows }): Objective {
  const { flat, rows, columns } = matrixOf("C", C, {});
  const gradient = (x: Vector): Vector => combine(1, x, -1, flat);
  const value = (x: Vector): number => dot(gradient(x), gradient(x)) / 2;
  return { size: flat.length, rows, columns, gradient, value, convex: true, curvature: 1 };
}

/**
 * Control of s' = A s + B u over a horizon of N steps from x0, with inputs u as the unknowns, step after step:
 *   terminalWeight |s_N|² + controlWeight sum |u_t|²
 * Its curvature is that of terminalWeight |R u|², R being where the inputs lead from rest, and of the inputs' own term.
 * Errors: `objective-shape`, `objective-horizon`.
 */
export function control({
  A,
  B,
  horizon,
  x0,
  terminalWeight,
  controlWeight,
}: {
  readonly A: Rows;
  readonly B: Rows;
  readonly horizon: number;
  readonly x0: readonly number[];
  readonly terminalWeight: number;
  readonly controlWeight: number;
}): Objective {
  if (!(Number.isInteger(horizon) && horizon > 0)) {
    throw new LabError("objective-horizon", `horizon must be a whole number above 0, but is ${horizon}.`);
  }
  const states = x0.length;
  const transition = matrixOf("A", A, { rows: states, columns: states }).flat;
  const input = matrixOf("B", B, { rows: states });
  const inputs = input.columns;
  const size = horizon * inputs;
  const from = (start: Vector, u: Vector): Vector => {
    let state = start;
    for (let t = 0; t < horizon; t++) {
      const pushed = multiply(input.flat, u.subarray(t * inputs, (t + 1) * inputs), inputs);
      state = combine(1, multiply(transition, state, states), 1, pushed);
    }
    return state;
  };
  const start = Float64Array.from(finite("x0", x0));
  const end = (u: Vector): Vector => from(start, u);
  const fromRest = (i: number): Vector => from(new Float64Array(states), new Float64Array(size).with(i, 1));
  const ends = Array.from({ length: size }, (_, i) => [...fromRest(i)]);
  const reach = spectralNorm(Float64Array.from(ends.flat()), { rows: size, columns: states });
  return {
    size,
    value: (u) => terminalWeight * dot(end(u), end(u)) + controlWeight * dot(u, u),
    gradient: (u) => {
      const g = u.map((value) => 2 * controlWeight * value);
      let costate: Vector = end(u).map((value) => 2 * terminalWeight * value);
      for (let t = horizon - 1; t >= 0; t--) {
        const pull = multiplyTransposed(input.flat, costate, inputs);
        for (const [i, value] of pull.entries()) g[t * inputs + i] = g[t * inputs + i]! + value;
        costate = multiplyTransposed(transition, costate, states);
      }
      return g;
    },
    convex: terminalWeight >= 0 && controlWeight >= 0,
    curvature: 2 * (Math.abs(terminalWeight) * reach ** 2 + Math.abs(controlWeight)),
  };
}

/** A term of a weighted sum. */
export interface WeightedObjective {
  readonly weight: number;
  readonly objective: Objective;
}

/** sum weight objective. Errors: `objective-shape` where sizes differ. */
export function weightedSum(
  terms: readonly WeightedObjective[],
  convex = terms.every((term) => term.weight >= 0 && term.objective.convex),
): Objective {
  const [first] = terms;
  if (first === undefined) throw new LabError("objective-shape", "A weighted sum needs at least one term.");
  const { size, rows, columns } = first.objective;
  const other = terms.find(({ objective }) => objective.size !== size);
  if (other !== undefined)
    throw mismatch("the terms of a weighted sum", `${size} unknowns each`, `${other.objective.size}`);
  return {
    size,
    ...(rows === undefined ? {} : { rows }),
    ...(columns === undefined ? {} : { columns }),
    value: (x) => terms.reduce((sum, { weight, objective }) => sum + weight * objective.value(x), 0),
    gradient: (x) =>
      terms.reduce<Vector>(
        (sum, { weight, objective }) => combine(1, sum, weight, objective.gradient(x)),
        new Float64Array(size),
      ),
    convex,
    curvature: terms.every(({ objective }) => objective.curvature !== null)
      ? terms.reduce((sum, { weight, objective }) => sum + Math.abs(weight) * objective.curvature!, 0)
      : null,
  };
}

function overRows(
  { X, y }: { readonly X: Rows; readonly y: readonly number[] },
  { loss, slope }: { readonly loss: (residual: number) => number; readonly slope: (residual: number) => number },
): Objective {
  const { flat, columns, rows } = matrixOf("X", X, { rows: y.length });
  const targets = Float64Array.from(finite("y", y));
  const residuals = (w: Vector): Vector => combine(1, multiply(flat, w, columns), -1, targets);
  return {
    size: columns,
    value: (w) => sumOf(residuals(w), loss) / rows,
    gradient: (w) =>
      multiplyTransposed(
        flat,
        residuals(w).map((residual) => slope(residual) / rows),
        columns,
      ),
    convex: true,
    curvature: spectralNorm(flat, { rows, columns }) ** 2 / rows,
  };
}
