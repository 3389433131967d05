/**
 * Rewrites applied while a program is bound: a name, a pattern and a condition under which the result is the same.
 *
 * They remove what a constant hyperparameter makes pointless (no weight decay, no dampening), so that it costs nothing.
 * Exact for finite operands; an infinite or undefined x is the sign of a diverged run, which stays one, except that
 * 0 x is 0 here for every x.
 */
import type { Term } from "./term.ts";

/** One rewrite: the arguments of an op to a simpler term, or undefined where it does not apply. */
export interface FoldRule {
  readonly name: string;
  readonly op: string;
  /** `constant` makes a constant term. */
  rewrite(args: readonly Term[], constant: (value: number) => Term): Term | undefined;
}

/** All rewrites, tried in order. */
export const foldRules: readonly FoldRule[] = [
  { name: "x + 0 = x", op: "add", rewrite: ([a, b]) => (isNumber(b, 0) ? a : undefined) },
  { name: "0 + x = x", op: "add", rewrite: ([a, b]) => (isNumber(a, 0) ? b : undefined) },
  { name: "x - 0 = x", op: "sub", rewrite: ([a, b]) => (isNumber(b, 0) ? a : undefined) },
  { name: "x 1 = x", op: "mul", rewrite: ([a, b]) => (isNumber(b, 1) ? a : undefined) },
  { name: "1 x = x", op: "mul", rewrite: ([a, b]) => (isNumber(a, 1) ? b : undefined) },
  { name: "x 0 = 0", op: "mul", rewrite: ([, b], constant) => (isNumber(b, 0) ? constant(0) : undefined) },
  { name: "0 x = 0", op: "mul", rewrite: ([a], constant) => (isNumber(a, 0) ? constant(0) : undefined) },
  { name: "x / 1 = x", op: "div", rewrite: ([a, b]) => (isNumber(b, 1) ? a : undefined) },
  { name: "masked(0) = 0", op: "masked", rewrite: ([x], constant) => (isNumber(x, 0) ? constant(0) : undefined) },
  {
    name: "a if c else a = a",
    op: "choose",
    rewrite: ([, then, otherwise]) => (then === otherwise ? then : undefined),
  },
  {
    name: "a if constant else b",
    op: "choose",
    rewrite: ([condition, then, otherwise]) => {
      if (condition?.value === undefined) return undefined;
      return condition.value !== 0 ? then : otherwise;
    },
  },
];

function isNumber(term: Term | undefined, value: number): boolean {
  return term?.value === value;
}
