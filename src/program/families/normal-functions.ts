/** Functions of the language on normal forms: those that identities see through, and the rest as opaque bases. */
import { hostValue } from "../host.ts";
import { binaryOps, unaryOps } from "../program-ops.ts";
import type { Term } from "../term.ts";
import { type Algebra, add, constantNormal, isNonNegative, isTree, type Normal, scale, zero } from "./normal-form.ts";

/** The value of a function of numbers, as the host computes it; undefined where an operand is no number. */
export function constantResult({ op, args: { length } }: Term, args: readonly Normal[]): Normal | undefined {
  const values = args.map(([first, ...others]) => {
    return first === undefined ? 0 : first.factors.length === 0 && others.length === 0 ? first.coefficient : undefined;
  });
  const known = length > 0 && !values.includes(undefined) && [...unaryOps, ...binaryOps].some((each) => each === op);
  const value = known ? hostValue(op, values as number[]) : Number.NaN;
  return Number.isFinite(value) ? constantNormal(value) : undefined;
}

/** Odd functions that grow everywhere. */
const odd: ReadonlySet<string> = new Set(["arcsin", "arctan", "sinh", "tanh", "arcsinh", "arctanh"]);
const even: ReadonlySet<string> = new Set(["cos", "cosh"]);

/** A function of values in normal form. */
export function functionOf(algebra: Algebra, term: Term, args: readonly Normal[]): Normal {
  const [x = zero, y = zero] = args;
  const tree = args.some(isTree);
  switch (term.op) {
    case "add":
      return add(x, y);
    case "sub":
      return add(x, scale(y, -1));
    case "neg":
      return scale(x, -1);
    case "mul":
      return algebra.multiply(x, y);
    case "square":
      return algebra.power(x, 2);
    case "reciprocal":
      return x.length === 0 ? algebra.opaque("reciprocal", [x], { tree, positive: false }) : algebra.power(x, -1);
    case "cbrt":
      return algebra.multiply(algebra.sign(x), algebra.power(algebra.abs(x), 1 / 3));
    case "abs":
      return algebra.abs(x);
    case "sign":
      return algebra.sign(x);
    case "spread":
    case "fill":
    case "masked":
      return x;
    case "pow":
      return powerOf(algebra, args, tree);
    case "maximum":
    case "minimum":
    case "total":
    case "leafTotals":
      if (x.length === 0) return zero;
      return algebra.opaque(term.op, args, { tree: false, positive: isNonNegative(x) });
    case "exp":
    case "choose":
      return algebra.opaque(term.op, args, {
        tree: tree && term.type === "tree",
        positive: term.op === "exp" || args.slice(term.op === "choose" ? 1 : 0).every(isNonNegative),
      });
    default:
      return elementary(algebra, term.op, x, args, tree);
  }
}

function powerOf(algebra: Algebra, [x = zero, y = zero]: readonly Normal[], tree: boolean): Normal {
  const exponent = y.length === 0 ? 0 : y.length === 1 && y[0]!.factors.length === 0 ? y[0]!.coefficient : undefined;
  if (exponent !== undefined && x.length > 0 && (Number.isInteger(exponent) || isNonNegative(x))) {
    return algebra.power(x, exponent);
  }
  return algebra.opaque("pow", [x, y], { tree, positive: isNonNegative(x) });
}

/** f(x) for odd f is sign(x) f(|x|), for even f f(|x|). */
function elementary(algebra: Algebra, op: string, x: Normal, args: readonly Normal[], tree: boolean): Normal {
  if (odd.has(op) && args.length === 1) {
    const size = algebra.opaque(op, [algebra.abs(x)], { tree, positive: true });
    return algebra.multiply(size, algebra.sign(x));
  }
  if (even.has(op)) return algebra.opaque(op, [algebra.abs(x)], { tree, positive: op === "cosh" });
  return algebra.opaque(op, args, { tree, positive: false });
}

/** True for functions that are odd and grow everywhere: they keep the sign of their operand. */
export function isOddIncreasing(op: string): boolean {
  return odd.has(op);
}
