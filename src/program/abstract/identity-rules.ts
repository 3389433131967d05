/**
 * Identities under which two programs count as one: a name, an op and a rewrite, tried in order on each new formula.
 *
 * All but those marked `bound` hold bit for bit for every IEEE number, infinities and undefined ones included, whatever the
 * width of the numbers: they only move signs, which rounding ignores, or drop ops that change nothing. Those marked `bound`
 * are folded by `bindProgram` in the same way (`fold.ts`), so that programs which they join run as the same program. What is
 * true of finite numbers alone (x - x = 0) or up to rounding (associativity, x^2 by `power`) is left to the simplifier.
 */
import type { ProgramBinary, ProgramUnary } from "../program-ops.ts";
import type { Formula, FormulaMaker } from "./formula.ts";

/** One identity; the second operand of an op with one is the first again. */
export interface IdentityRule {
  readonly name: string;
  readonly op: ProgramUnary | ProgramBinary;
  readonly because: "exact" | "bound";
  /** The simpler formula, or null where the rule does not apply. */
  rewrite(make: FormulaMaker, a: Formula, b: Formula): Formula | null;
}

/** All identities. Operands of the commutative ops are put in order when they are hashed, and constants folded before. */
export const identityRules: readonly IdentityRule[] = [
  exact("--x = x", "neg", (_, x) => (x.op === "neg" ? x.a : null)),
  exact("|x| = x for x that is never negative", "abs", (_, x) => (x.nonNegative ? x : null)),
  exact("|-x| = |x|", "abs", (make, x) => (x.op === "neg" ? make.abs(x.a!) : null)),
  exact("sign sign x = sign x", "sign", (_, x) => (x.op === "sign" ? x : null)),
  exact("(-x)^2 = x^2", "square", (make, x) => (x.op === "neg" ? make.square(x.a!) : null)),
  exact("|x|^2 = x^2", "square", (make, x) => (x.op === "abs" ? make.square(x.a!) : null)),

  bound("x + 0 = x", "add", (_, x, y) => (isNumber(y, 0) ? x : null)),
  bound("0 + x = x", "add", (_, x, y) => (isNumber(x, 0) ? y : null)),
  exact("x + x = 2 x", "add", (make, x, y) => (x === y ? make.mul(x, make.scalar(2)) : null)),

  bound("x - 0 = x", "sub", (_, x, y) => (isNumber(y, 0) ? x : null)),
  exact("x - y = x + (-y) for x other than the number 0", "sub", (make, x, y) =>
    isNumber(x, 0) ? null : make.add(x, make.neg(y)),
  ),

  bound("x 1 = x", "mul", (_, x, y) => (isNumber(y, 1) ? x : null)),
  bound("1 x = x", "mul", (_, x, y) => (isNumber(x, 1) ? y : null)),
  bound("x 0 = 0", "mul", (make, _, y) => (isNumber(y, 0) ? make.scalar(0) : null)),
  bound("0 x = 0", "mul", (make, x) => (isNumber(x, 0) ? make.scalar(0) : null)),
  exact("(-x) y = -(x y)", "mul", (make, x, y) => withoutSign(make, x, (plain) => make.mul(plain, y))),
  exact("x (-y) = -(x y)", "mul", (make, x, y) => withoutSign(make, y, (plain) => make.mul(x, plain))),
  exact("x x = x^2", "mul", (make, x, y) => (x === y ? make.square(x) : null)),

  bound("x / 1 = x", "div", (_, x, y) => (isNumber(y, 1) ? x : null)),
  exact("(-x) / y = -(x / y)", "div", (make, x, y) => withoutSign(make, x, (plain) => make.div(plain, y))),
  exact("x / (-y) = -(x / y)", "div", (make, x, y) => withoutSign(make, y, (plain) => make.div(x, plain))),

  exact("max(x, x) = x", "maximum", (_, x, y) => (x === y ? x : null)),
  exact("min(x, x) = x", "minimum", (_, x, y) => (x === y ? x : null)),
];

type Rewrite = IdentityRule["rewrite"];

function exact(name: string, op: IdentityRule["op"], rewrite: Rewrite): IdentityRule {
  return { name, op, because: "exact", rewrite };
}

function bound(name: string, op: IdentityRule["op"], rewrite: Rewrite): IdentityRule {
  return { name, op, because: "bound", rewrite };
}

function isNumber(x: Formula, value: number): boolean {
  return x.op === "constant" && x.value === value;
}

/** The negative of what `rest` makes of -x, where x is a negative number or something negated; else null. */
function withoutSign(make: FormulaMaker, x: Formula, rest: (plain: Formula) => Formula): Formula | null {
  if (x.op === "neg") return make.neg(rest(x.a!));
  return x.op === "constant" && x.value < 0 ? make.neg(rest(make.scalar(-x.value))) : null;
}
