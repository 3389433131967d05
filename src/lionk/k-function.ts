/**
 * The contract of a convex function K of Lion-K, and all that is known about it, said once.
 *
 *   x' = x + eta (dK(m~) - lambda x) solves   min f(x) + K*(lambda x) / lambda,   m~ tracking -grad f
 * Laws, checked for every member by `k-function.conformance.ts`: Fenchel's equality K(m) + K*(dK(m)) = <m, dK(m)>; `gradient` agrees with
 * differences of `value` where K is smooth, and is a subgradient everywhere; K*(z) is infinite exactly outside the domain, whose distance is
 * then above zero; dK(m) lies in the domain. Vectors are float64; matrices lie row by row.
 * Source: Chen, Liu, Liang & Liu 2023, arXiv:2310.05898; conjugates by Rockafellar's Convex Analysis, section 16.
 */
import { LabError } from "../core/errors.ts";

/** A vector, or a matrix row by row. */
export type Vector = Float64Array;

/** A K with its parameters, on vectors of one size. */
export interface BoundK {
  /** K(m). */
  value(m: Vector): number;
  /** A subgradient of K at m, 0 where it may be 0. */
  gradient(m: Vector): Vector;
  /** K*(z); infinite outside the domain. Points that lie at most `tolerance` beyond it count as on its border. */
  conjugate(z: Vector, tolerance?: number): number;
  /** A subgradient of K* at a point inside the domain: 0 where K* is 0 on its domain. */
  conjugateGradient(z: Vector): Vector;
  /** Distance of z from the domain of K*, in a norm of the function's own: the Phase I law holds in any. */
  distance(z: Vector): number;
}

/** A parameter: a number with a range, or a list of numbers, one for each coordinate or part. */
export interface KParameter {
  readonly kind: "number" | "list";
  readonly about: string;
  /** Value where none is given; a parameter without is required. */
  readonly default?: number;
  /** Allowed range; `open` bounds exclude the value itself. */
  readonly min?: number;
  readonly max?: number;
  readonly minOpen?: boolean;
  readonly whole?: boolean;
}

/** Values of parameters by name. */
export type KValues = { readonly [name: string]: number | readonly number[] };

/** What a K is bound to: the size of its vectors; for functions of matrices, rows and columns. */
export interface KShape {
  readonly size: number;
  readonly rows?: number;
  readonly columns?: number;
}

/** A member of the family. */
export interface KFunction {
  readonly name: string;
  /** The formula, in plain text. */
  readonly formula: string;
  /** The conjugate and its domain, in plain text. */
  readonly conjugateFormula: string;
  /** What it does to x, with z = lambda x. */
  readonly effect: string;
  readonly source: string;
  readonly parameters: { readonly [name: string]: KParameter };
  /** Whether it is a function of a matrix. */
  readonly ofMatrix?: boolean;
  /** Whether K is differentiable everywhere but perhaps at 0. */
  readonly smooth: boolean;
  /** Whether K(s m) = s K(m) for s > 0, so that K* is 0 on its domain. */
  readonly homogeneous: boolean;
  /** Whether K(-m) = K(m); where it is not, the sign convention of the momentum matters. */
  readonly even: boolean;
  /** How it trains networks; absent where it needs a number for each weight. */
  readonly training?: TrainingForm;
  /** K with these parameters, on vectors of that shape; `bindK` checks both first. */
  bind(values: KValues, shape: KShape): BoundK;
}

/**
 * The gradient of K as text of the optimizer language, for each parameter tensor by itself: the whole is the sum of K over the tensors,
 * which is a K again. Law, checked by `k-function.conformance.ts`: it equals `gradient` of the K that `values` gives for a tensor.
 */
export interface TrainingForm {
  /** Statements from c, the momentum ahead that tracks -g, to pull, the gradient of K there. */
  readonly program: readonly string[];
  /** A step size to begin with, 1e-4 by default: the gradient of a norm has that norm's size, whatever the tensor's. */
  readonly rate?: number;
  /** Hyperparameters that the statements use; default: the parameters of K. */
  readonly hyperparameters?: { readonly [name: string]: KParameter };
  /** Parameters of K for a tensor; default: the hyperparameters. */
  values?(hyperparameters: { readonly [name: string]: number }, shape: KShape): KValues;
}

/** How far beyond the domain counts as on its border, by default. */
export const borderTolerance = 1e-9;

/**
 * A K of the library with its parameters, defaults filled in.
 * Errors: `k-parameter-unknown`, `k-parameter-missing`, `k-parameter-value`, `k-shape`.
 */
export function bindK(k: KFunction, given: KValues, shape: KShape): BoundK {
  const known = Object.keys(k.parameters);
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const list = known.length === 0 ? "it has none" : `it has ${known.join(", ")}`;
    throw new LabError("k-parameter-unknown", `K = ${k.name} has no parameter "${unknown}"; ${list}.`, {
      unknown,
      known,
    });
  }
  const values = Object.fromEntries(
    Object.entries(k.parameters).map(([name, declared]) => [name, checked(k, { name, declared, value: given[name] })]),
  );
  if (k.ofMatrix === true && (shape.rows === undefined || shape.columns === undefined)) {
    throw new LabError(
      "k-shape",
      `K = ${k.name} is a function of a matrix, but x is a vector of ${shape.size} numbers.`,
    );
  }
  return k.bind(values, shape);
}

/** A wrong value of a parameter. */
export function wrongValue(k: string, name: string, wanted: string, found: unknown): LabError {
  const text = `The parameter ${name} of K = ${k} must be ${wanted}, but ${JSON.stringify(found)} was given.`;
  return new LabError("k-parameter-value", text, { name, value: found });
}

/** A list with a number for each coordinate. Errors: `k-parameter-value`. */
export function oneEach(
  k: string,
  name: string,
  value: KValues[string] | undefined,
  { size }: KShape,
): readonly number[] {
  const list = value as readonly number[];
  if (list.length === size) return list;
  throw wrongValue(k, name, `a list of ${size} numbers, one for each coordinate`, list);
}

function checked(
  k: KFunction,
  {
    name,
    declared,
    value = declared.default,
  }: { name: string; declared: KParameter; value: KValues[string] | undefined },
): number | readonly number[] {
  if (value === undefined) {
    throw new LabError("k-parameter-missing", `K = ${k.name} needs the parameter ${name}: ${declared.about}.`, {
      name,
    });
  }
  if (declared.kind === "number" ? typeof value !== "number" : !Array.isArray(value)) {
    throw wrongValue(k.name, name, declared.kind === "number" ? "a number" : "a list of numbers", value);
  }
  const numbers = typeof value === "number" ? [value] : value;
  if (numbers.some((number) => !inRange(declared, number))) throw wrongValue(k.name, name, rangeOf(declared), value);
  return value;
}

function inRange({ min, max, minOpen = false, whole = false }: KParameter, value: number): boolean {
  if (!Number.isFinite(value) || (whole && !Number.isInteger(value))) return false;
  if (min !== undefined && (minOpen ? value <= min : value < min)) return false;
  return max === undefined || value <= max;
}

function rangeOf({ min, max, minOpen = false, whole = false }: KParameter): string {
  const kind = whole ? "whole" : "finite";
  const low = min === undefined ? "" : minOpen ? ` above ${min}` : ` of at least ${min}`;
  return `${kind} numbers${low}${max === undefined ? "" : ` and at most ${max}`}`;
}
