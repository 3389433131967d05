/**
 * What a text computes, while it is read: values shared where they are equal, with the words of the language for what Python writes out.
 *
 * A value is a function of the language over others; sums over all tensors, which the language has inside `global_norm` and `dot` alone, are
 * values of their own (`total`) until they are written.
 */
import type { BinaryOperator } from "../../program/ast.ts";

/** A value. `op`: an operator, `-x`, `not`, a function of the language, or one of `number`, `flag`, `input`, `choice`, `total`, `fill`. */
export interface ReadValue {
  readonly id: number;
  readonly op: string;
  readonly args: readonly ReadValue[];
  /** Of a number. */
  readonly number?: number;
  /** Of a flag. */
  readonly flag?: boolean;
  /** Of an input: the weights `w`, the gradient `g`, a state, a scalar, a hyperparameter or a fact of the step. */
  readonly name?: string;
  /** Whether there is a number for each element. */
  readonly tree: boolean;
}

/** What decay is kept off by, where hyperparameters do it: see `Listing.mask`. `of`: whether weights alone are masked, or any tensor. */
export interface MaskRule {
  readonly by: readonly string[];
  readonly of: "weights" | "tensors";
}

/** Makes values; equal ones are one object. */
export interface ReadValues {
  number(value: number): ReadValue;
  flag(value: boolean): ReadValue;
  input(name: string, tree: boolean): ReadValue;
  /** A function of the language, `-x`, `not`, `total`, `fill` or `choice` (condition, then, else). */
  call(op: string, args: readonly ReadValue[]): ReadValue;
  operator(operator: BinaryOperator, left: ReadValue, right: ReadValue): ReadValue;
}

/** Functions that give one number for each tensor, or for all. */
const joining: readonly string[] = "norm tensor_sum tensor_max kth_largest rows columns total global_norm dot".split(
  " ",
);

/** A maker of values. */
export function createReadValues({ by, of }: MaskRule): ReadValues {
  const known = new Map<string, ReadValue>();
  const intern = (key: string, value: Omit<ReadValue, "id">): ReadValue => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = { id: known.size, ...value };
    known.set(key, made);
    return made;
  };
  const call = (op: string, args: readonly ReadValue[]): ReadValue => {
    const [x] = args;
    if (op === "copy") return x!;
    if (op === "sqrt" && x?.op === "total" && x.args[0]!.op === "square") return call("global_norm", x.args[0]!.args);
    const tree = op === "fill" || (!joining.includes(op) && args.some((arg) => arg.tree));
    return intern(`${op}(${args.map(({ id }) => id).join(",")})`, { op, args, tree });
  };
  const factors = ({ op, name, args }: ReadValue): readonly string[] =>
    op === "input" ? [name!] : op === "*" ? args.flatMap(factors) : [];
  const masked = (factor: ReadValue, other: ReadValue): boolean =>
    (of === "weights" ? other.op === "input" && other.name === "w" : other.tree && !factor.tree) &&
    factors(factor).some((name) => by.includes(name));
  return {
    number: (value) =>
      intern(`number ${Object.is(value, -0) ? "-0" : value}`, { op: "number", args: [], number: value, tree: false }),
    flag: (value) => intern(`flag ${value}`, { op: "flag", args: [], flag: value, tree: false }),
    input: (name, tree) => intern(`input ${name}`, { op: "input", args: [], name, tree }),
    call,
    operator: (operator, left, right) => {
      if (operator === "*" && masked(left, right)) return call("*", [left, call("masked", [right])]);
      if (operator === "*" && masked(right, left)) return call("*", [call("masked", [left]), right]);
      return call(...(wordFor(operator, left, right, call) ?? [operator, [left, right]]));
    },
  };
}

/** The function that an expression of Python writes out: an average, a square, an inverse, a sign. */
function wordFor(
  operator: BinaryOperator,
  left: ReadValue,
  right: ReadValue,
  call: ReadValues["call"],
): [string, readonly ReadValue[]] | null {
  if (operator === "**" && right.number === 2) return ["square", [left]];
  if (operator === "/" && left.number === 1 && right.tree) return ["reciprocal", [right]];
  const [more, less] = [left, right];
  if (operator === "-" && more.op === ">" && less.op === "<" && more.args.every((arg, i) => arg === less.args[i])) {
    return more.args[1]!.number === 0 ? ["sign", [more.args[0]!]] : null;
  }
  if ((operator !== "+" && operator !== "-") || left.op !== "*" || right.op !== "*") return null;
  const [share, old] = left.args;
  const [rest, fresh] = right.args;
  if (rest!.op !== "-" || rest!.args[0]!.number !== 1 || rest!.args[1] !== share) return null;
  return ["lerp", [operator === "+" ? fresh! : call("-x", [fresh!]), old!, share!]];
}
