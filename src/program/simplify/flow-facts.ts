/**
 * What is known about a value without running it: its type, its sign, whether it is small enough for arcsin.
 *
 * The schedule's rate lies in (0, 1]. Everything else is unknown until a function says more.
 */
import { findFunction } from "../functions.ts";
import type { ValueType } from "../genome.ts";
import { createTermMaker } from "../term.ts";
import { type CallValue, type Flow, type FlowValue, outputsOf } from "./flow.ts";

/** Functions whose result depends on the whole tree: a number is not the same to them as a tree full of it. */
const reductions: ReadonlySet<string> = new Set([
  ...["norm", "global_norm", "dot", "cosine_sim"],
  ...["clip", "clip_by_global_norm"],
]);

/** One number, one for each tensor, or one for each weight. */
export const typeOf: (value: FlowValue) => ValueType = remembered((value) => {
  if (value.kind === "number") return "scalar";
  if (value.kind === "input") return value.role === "rate" || value.role === "step" ? "scalar" : "tree";
  const { fn, args } = value;
  if (["global_norm", "dot", "cosine_sim"].includes(fn)) return "scalar";
  const types = args.map(typeOf);
  if (fn === "norm") return types[0] === "scalar" ? "scalar" : "leaves";
  return types.includes("tree") ? "tree" : types.includes("leaves") ? "leaves" : "scalar";
});

/** True for values that are one number. */
export function isScalar(value: FlowValue): boolean {
  return typeOf(value) === "scalar";
}

/** True where x >= 0 for all inputs. */
export const isNonNegative: (value: FlowValue) => boolean = remembered((value) => {
  if (isPositive(value)) return true;
  if (value.kind === "number") return value.value >= 0;
  if (value.kind !== "call") return false;
  const both = (): boolean => value.args.every((arg) => isNonNegative(arg));
  switch (value.fn) {
    case "abs":
    case "square":
    case "sqrt":
    case "norm":
    case "global_norm":
    case "arccos":
    case "arccosh":
      return true;
    case "*":
      return both() || value.args[0] === value.args[1];
    case "+":
    case "/":
    case "min":
      return both();
    case "max":
      return value.args.some((arg) => isNonNegative(arg));
    case "cube":
    case "cbrt":
    case "sinh":
    case "tanh":
    case "arctan":
    case "arcsinh":
      return isNonNegative(value.args[0]!);
    case "interp":
    case "interpolate":
      return isNonNegative(value.args[0]!) && isNonNegative(value.args[1]!) && isShare(value.args[2]!);
    default:
      return false;
  }
});

/** True where x > 0 for all inputs. */
export const isPositive: (value: FlowValue) => boolean = remembered((value) => {
  if (value.kind === "number") return value.value > 0;
  if (value.kind === "input") return value.role === "rate" || value.role === "step";
  if (value.kind !== "call") return false;
  const [a, b] = value.args;
  switch (value.fn) {
    case "exp":
    case "exp2":
    case "exp10":
    case "cosh":
    case "get_pi":
    case "get_e":
    case "get_eps":
      return true;
    case "*":
      return isPositive(a!) && isPositive(b!);
    case "/":
      return isPositive(a!) && isNonNegative(b!);
    case "+":
      return (isPositive(a!) && isNonNegative(b!)) || (isNonNegative(a!) && isPositive(b!));
    default:
      return false;
  }
});

/** True where |x| <= 1 for all inputs. */
export const isAtMostOne: (value: FlowValue) => boolean = remembered((value) => {
  if (value.kind === "number") return Math.abs(value.value) <= 1;
  if (value.kind === "input" && value.role === "rate") return true;
  if (value.kind !== "call") return false;
  switch (value.fn) {
    case "sin":
    case "cos":
    case "tanh":
    case "sign":
    case "cosine_sim":
      return true;
    case "clip":
    case "clip_by_global_norm":
      return isPositive(value.args[1]!) && isAtMostOne(value.args[1]!);
    case "*":
    case "max":
    case "min":
      return value.args.every((arg) => isAtMostOne(arg));
    case "abs":
    case "square":
    case "sqrt":
    case "cube":
    case "cbrt":
    case "negative":
      return isAtMostOne(value.args[0]!);
    default:
      return false;
  }
});

/** A number from 0 to 1: the third argument of an average. */
export function isShare(value: FlowValue): boolean {
  return value.kind === "number" && value.value >= 0 && value.value <= 1;
}

/** The number that a call without inputs computes, by the interpreter's own arithmetic; undefined where it has inputs. */
export const constantOf: (value: FlowValue) => number | undefined = remembered((value) => {
  if (value.kind === "number") return value.value;
  if (value.kind !== "call") return undefined;
  const body = findFunction("paper", value.fn)?.body;
  const args = value.args.map(constantOf);
  if (body === undefined || args.includes(undefined)) return undefined;
  const maker = createTermMaker();
  return body(
    maker,
    args.map((arg) => maker.scalar(arg!)),
  ).value;
});

const zeroAtZero: ReadonlySet<string> = new Set([
  ...["negative", "abs", "sqrt", "square", "cube", "sign", "sin", "tan", "arcsin", "arctan", "sinh", "tanh"],
  ...["arcsinh", "arctanh", "expm1"],
]);

/** Values that are 0 for all inputs when those of `zeros` are. */
export function zeroValues(flow: Flow, zeros: ReadonlySet<FlowValue>): Set<FlowValue> {
  const found = new Set<FlowValue>(zeros);
  const isZero = (value: FlowValue): boolean => found.has(value) || (value.kind === "number" && value.value === 0);
  for (const call of flow.order) {
    const { fn, args } = call;
    const all = ["+", "-", "max", "min"].includes(fn) || zeroAtZero.has(fn);
    if (all && args.every(isZero)) found.add(call);
    if (fn === "*" && args.some(isZero)) found.add(call);
    if (["interp", "interpolate"].includes(fn) && isZero(args[0]!) && isZero(args[1]!)) found.add(call);
  }
  return found;
}

/**
 * True where something that reads `value`, directly or through other values, depends on the whole tree, so that a number
 * must not take the place of a tree.
 */
export function feedsReduction(flow: Flow, value: FlowValue): boolean {
  const fed = new Set<FlowValue>([value]);
  for (const call of flow.order) {
    if (!call.args.some((arg) => fed.has(arg))) continue;
    if (reductions.has(call.fn)) return true;
    fed.add(call);
  }
  return false;
}

/** Calls that read a value directly. */
export function readersOf(flow: Flow, value: FlowValue): CallValue[] {
  return flow.order.filter((call) => call.args.includes(value));
}

/** Number of places where a value is read, returned values counted. */
export function readCount(flow: Flow, value: FlowValue): number {
  const reads = [...flow.order.flatMap((call) => call.args), ...outputsOf(flow)];
  return reads.filter((read) => read === value).length;
}

/** A fact about values, computed once for each: programs share values, and a fact asks for those of operands. */
function remembered<T>(fact: (value: FlowValue) => T): (value: FlowValue) => T {
  const known = new WeakMap<FlowValue, { readonly fact: T }>();
  return (value) => {
    const found = known.get(value) ?? { fact: fact(value) };
    known.set(value, found);
    return found.fact;
  };
}
