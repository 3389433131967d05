/**
 * Terms of a library program as values of the paper's form: calls of its functions on inputs and numbers.
 *
 * Patterns that the paper's functions were made of are found again: (1 - a) x + a y is `interp`, a / (b + 1e-8) is `/`,
 * the root of a sum of squares is a norm.
 */
import { findFunction, paperEpsilon } from "../program/functions.ts";
import type { Carried } from "../program/symbolic.ts";
import { tensorFunction } from "../program/tensor-functions.ts";
import { reachable, type Term } from "../program/term.ts";

/** A value of a seed. Values of equal terms are one object. */
export type SeedValue =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "input"; readonly name: string }
  /** `wish`: the name that the optimizer's text gives it. */
  | { readonly kind: "call"; readonly fn: string; readonly args: readonly SeedValue[]; readonly wish: string | null };

/** What the conversion needs to know. `lr`: the peak rate; `names`: what the text's names stand for in the end. */
export interface SeedSource {
  readonly carried: readonly Carried[];
  readonly lr: number;
  readonly names: ReadonlyMap<string, Term>;
  /** The error for something that the paper's form cannot say. */
  refuse(reason: string): Error;
}

/** Converts terms of one program. */
export interface SeedValues {
  /** What is subtracted from the weights, for new weights. */
  update(weights: Term): SeedValue;
  /** What a carried value's state holds after the step: its value less its start. */
  stored(carried: Carried): SeedValue;
}

/** The helper that stands for an unprotected division. */
export const divideHelper = "def divide(a, b):\n  return a * reciprocal(b)\n";

/** The conversion of one program. */
export function createSeedValues(source: SeedSource): SeedValues {
  const wishes = wishesOf(source);
  const found = new Map<Term, SeedValue>();
  const read = (term: Term): SeedValue => found.get(term)!;
  const of = (term: Term): SeedValue => {
    for (const each of reachable([term], (inner) => (found.has(inner) ? [] : inner.args))) {
      if (!found.has(each)) found.set(each, named(convert(source, each, read), wishes.get(each) ?? null));
    }
    return read(term);
  };
  return {
    update: (weights) => named(updateOf(weights, of), "update"),
    stored: ({ name, initial, after }) =>
      initial === 0 ? of(after) : named(call("-", of(after), number(initial)), name),
  };
}

/** What the text calls each term in the end. */
function wishesOf({ names, carried }: SeedSource): ReadonlyMap<Term, string> {
  const wishes = new Map<Term, string>();
  for (const [name, term] of names) if (name !== "w") wishes.set(term, name);
  for (const { name, after } of carried) wishes.set(after, name);
  return wishes;
}

function named(value: SeedValue, wish: string | null): SeedValue {
  return value.kind === "call" && value.wish === null ? { ...value, wish } : value;
}

function updateOf(weights: Term, of: (term: Term) => SeedValue): SeedValue {
  const [left, right] = weights.args;
  const isOld = (term: Term | undefined): boolean => term?.op === "leaf w";
  if (weights.op === "sub" && isOld(left)) return of(right!);
  if (weights.op === "add" && isOld(left)) return call("negative", of(right!));
  if (weights.op === "add" && isOld(right)) return call("negative", of(left!));
  return call("-", input("w"), of(weights));
}

/** One term; `of` gives the values of its operands. */
function convert(source: SeedSource, term: Term, of: (arg: Term) => SeedValue): SeedValue {
  if (term.value !== undefined) {
    if (Number.isFinite(term.value)) return number(term.value);
    throw source.refuse("one of its constants is not finite.");
  }
  if (term.op.startsWith("leaf ")) return leaf(source, term.op.slice("leaf ".length));
  const [first, second, third] = term.args;
  const a = (): SeedValue => of(first!);
  switch (term.op) {
    case "add":
      return blend(first!, second!, of) ?? call("+", a(), of(second!));
    case "sqrt":
      return norm(first!, of) ?? call("sqrt", a());
    case "div":
      return quotient(first!, second!, of);
    case "total":
      return call("dot", a(), number(1));
    case "leafTotals":
      if (first!.op === "square") return call("square", call("norm", of(first!.args[0]!)));
      throw refuseTensors(source, "tensor_sum");
    case "fill":
    case "spread":
    case "masked":
      return a();
    case "choose":
      if (first!.truth === true) throw source.refuse("it calls where, which chooses for each element.");
      return call("interp", of(third!), of(second!), a());
  }
  if (tensorFunction(term.op) !== undefined) throw refuseTensors(source, term.op);
  const condition = conditions[term.op];
  if (condition !== undefined) return condition(a(), second === undefined ? number(0) : of(second));
  const name = otherNames[term.op] ?? term.op;
  if (findFunction("paper", name) === undefined || term.truth === true) {
    throw source.refuse(
      `it needs "${term.op.replace(/^each /, "")}" of tensors, which the paper's functions do not have.`,
    );
  }
  return call(name, ...term.args.map(of));
}

function refuseTensors(source: SeedSource, name: string): Error {
  return source.refuse(
    `it calls ${name}, which sees parameter tensors as a whole; the paper's form does that in norm alone.`,
  );
}

function leaf({ carried, lr, refuse }: SeedSource, name: string): SeedValue {
  if (name === "peak_lr") return number(lr);
  if (name === "lr") return lr === 1 ? input("lr") : named(call("*", input("lr"), number(lr)), "lr");
  if (name === "total_steps")
    throw refuse("it asks for total_steps, and the paper's form does not know how long training is.");
  const kept = carried.find((each) => each.before.op === `leaf ${name}`);
  if (kept === undefined) return input(name);
  return kept.initial === 0 ? input(kept.name) : call("+", input(kept.name), number(kept.initial));
}

/** (1 - a) x + a y */
function blend(left: Term, right: Term, of: (term: Term) => SeedValue): SeedValue | null {
  if (left.op !== "mul" || right.op !== "mul") return null;
  const [rest, x] = left.args;
  const [share, y] = right.args;
  const numbers = rest!.value !== undefined && share!.value !== undefined && rest!.value === 1 - share!.value;
  const complement = rest!.op === "sub" && rest!.args[0]!.value === 1 && rest!.args[1] === share;
  return numbers || complement ? call("interp", of(x!), of(y!), of(share!)) : null;
}

/** The root of a sum of squares. */
function norm(inner: Term, of: (term: Term) => SeedValue): SeedValue | null {
  const [squares] = inner.args;
  if (squares?.op !== "square") return null;
  if (inner.op === "total") return call("global_norm", of(squares.args[0]!));
  return inner.op === "leafTotals" ? call("norm", of(squares.args[0]!)) : null;
}

/** a / b without protection: by a number, by something to which 1e-8 was added, or by anything. */
function quotient(a: Term, b: Term, of: (term: Term) => SeedValue): SeedValue {
  if (b.value !== undefined && Number.isFinite(1 / b.value)) return call("*", of(a), number(1 / b.value));
  if (b.op === "add" && b.args[1]!.value === paperEpsilon) return call("/", of(a), of(b.args[0]!));
  return a.value === 1 ? call("reciprocal", of(b)) : call("divide", of(a), of(b));
}

/** Conditions as 0 or 1. */
const conditions: { readonly [op: string]: ((a: SeedValue, b: SeedValue) => SeedValue) | undefined } = {
  ">": (a, b) => above(a, b),
  "<": (a, b) => above(b, a),
  ">=": (a, b) => opposite(above(b, a)),
  "<=": (a, b) => opposite(above(a, b)),
  "!=": (a, b) => call("abs", call("sign", call("-", a, b))),
  "==": (a, b) => opposite(call("abs", call("sign", call("-", a, b)))),
  and: (a, b) => call("*", a, b),
  or: (a, b) => call("max", a, b),
  not: (a) => opposite(a),
};

function above(a: SeedValue, b: SeedValue): SeedValue {
  return call("max", call("sign", call("-", a, b)), number(0));
}

function opposite(condition: SeedValue): SeedValue {
  return call("-", number(1), condition);
}

/** Functions of the paper's form that are called otherwise than the op that they are. */
const otherNames: { readonly [op: string]: string | undefined } = {
  sub: "-",
  mul: "*",
  pow: "**",
  maximum: "max",
  minimum: "min",
  neg: "negative",
};

function number(value: number): SeedValue {
  return { kind: "number", value };
}

function input(name: string): SeedValue {
  return { kind: "input", name };
}

function call(fn: string, ...args: readonly SeedValue[]): SeedValue {
  return { kind: "call", fn, args, wish: null };
}
