/**
 * The one table of functions of the language: name, parameters, dialects and a body over `ProgramOps`.
 *
 * Meaning, gradient and lowering are those of the ops in the body; no function is defined a second time anywhere.
 * The paper dialect has the 45 functions of the search space of Chen et al. 2023 (arXiv:2302.06675, appendix H) with its
 * protected meaning: a/b is a/(b + 1e-8), sqrt and logarithms take the absolute value. The library dialect is exact.
 * Every function works on scalars and trees alike; elementwise ones combine a scalar with every element of a tree.
 */
import type { BinaryOperator, Dialect, Helper } from "./ast.ts";
import type { ProgramOps } from "./program-ops.ts";
import { type TensorFunction, tensorFunctions } from "./tensor-functions.ts";

/** A function of the language. `arity` follows from `parameters`. */
export interface ProgramFunction {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly dialects: readonly Dialect[];
  /** One line for people. */
  readonly about: string;
  /** Absent where no value of the language can be an argument. */
  readonly body?: <V>(o: ProgramOps<V>, args: readonly V[]) => V;
  /** Of `where`, whose first argument is a condition. */
  readonly chooses?: true;
  /** Of a function that sees parameter tensors as a whole, instead of a body. */
  readonly ofTensors?: TensorFunction;
  /** Of a function that a program defines itself: its text, the helpers that it calls, calls of the table it comes to. */
  readonly helper?: {
    readonly definition: Helper;
    readonly calls: readonly ProgramFunction[];
    readonly size: number;
  };
}

type Body = NonNullable<ProgramFunction["body"]>;

/** What the protected division adds to the divisor, and what `get_eps` returns. */
export const paperEpsilon = 1e-8;

const both: readonly Dialect[] = ["paper", "library"];
const paper: readonly Dialect[] = ["paper"];
const library: readonly Dialect[] = ["library"];

/** All functions, operators of trees included under their symbol. */
export const functions: readonly ProgramFunction[] = [
  nullary("get_pi", "the number pi", Math.PI),
  nullary("get_e", "the number e", Math.E),
  nullary("get_eps", "1e-8", paperEpsilon),

  binary("+", both, "a + b", (o, [a, b]) => o.add(a!, b!)),
  binary("-", both, "a - b", (o, [a, b]) => o.sub(a!, b!)),
  binary("*", both, "a b", (o, [a, b]) => o.mul(a!, b!)),
  binary("/", library, "a / b", (o, [a, b]) => o.div(a!, b!)),
  binary("/", paper, "a / (b + 1e-8)", (o, [a, b]) => o.div(a!, o.add(b!, o.scalar(paperEpsilon)))),
  binary("%", library, "a - b floor(a / b): the rest of a division, with the sign of b", (o, [a, b]) =>
    o.sub(a!, o.mul(b!, o.floor(o.div(a!, b!)))),
  ),
  binary("**", both, "a to the power b", (o, [a, b]) => o.pow(a!, b!)),
  binary("max", both, "the larger of a and b", (o, [a, b]) => o.maximum(a!, b!)),
  binary("min", both, "the smaller of a and b", (o, [a, b]) => o.minimum(a!, b!)),

  unary("abs", both, "|x|", (o, [x]) => o.abs(x!)),
  unary("sin", both, "sin x", (o, [x]) => o.sin(x!)),
  unary("cos", both, "cos x", (o, [x]) => o.cos(x!)),
  unary("tan", both, "tan x", (o, [x]) => o.tan(x!)),
  unary("arcsin", both, "arcsin x", (o, [x]) => o.arcsin(x!)),
  unary("arccos", both, "arccos x", (o, [x]) => o.arccos(x!)),
  unary("arctan", both, "arctan x", (o, [x]) => o.arctan(x!)),
  unary("sinh", both, "sinh x", (o, [x]) => o.sinh(x!)),
  unary("cosh", both, "cosh x", (o, [x]) => o.cosh(x!)),
  unary("tanh", both, "tanh x", (o, [x]) => o.tanh(x!)),
  unary("arcsinh", both, "arcsinh x", (o, [x]) => o.arcsinh(x!)),
  unary("arccosh", both, "arccosh x", (o, [x]) => o.arccosh(x!)),
  unary("arctanh", both, "arctanh x", (o, [x]) => o.arctanh(x!)),
  unary("exp", both, "e to the power x", (o, [x]) => o.exp(x!)),
  unary("exp2", both, "2 to the power x", (o, [x]) => o.pow(o.scalar(2), x!)),
  unary("exp10", both, "10 to the power x", (o, [x]) => o.pow(o.scalar(10), x!)),
  unary("expm1", both, "e to the power x, minus 1", (o, [x]) => o.expm1(x!)),
  unary("log", library, "natural logarithm of x", (o, [x]) => o.log(x!)),
  unary("log", paper, "natural logarithm of |x|", (o, [x]) => o.log(o.abs(x!))),
  unary("log10", library, "decimal logarithm of x", (o, [x]) => o.mul(o.log(x!), o.scalar(Math.LOG10E))),
  unary("log10", paper, "decimal logarithm of |x|", (o, [x]) => o.mul(o.log(o.abs(x!)), o.scalar(Math.LOG10E))),
  unary("log2", library, "binary logarithm of x", (o, [x]) => o.mul(o.log(x!), o.scalar(Math.LOG2E))),
  unary("log2", paper, "binary logarithm of |x|", (o, [x]) => o.mul(o.log(o.abs(x!)), o.scalar(Math.LOG2E))),
  unary("log1p", library, "natural logarithm of 1 + x", (o, [x]) => o.log1p(x!)),
  unary("log1p", paper, "natural logarithm of |1 + x|", (o, [x]) => o.log(o.abs(o.add(o.scalar(1), x!)))),
  unary("square", both, "x squared", (o, [x]) => o.square(x!)),
  unary("sqrt", library, "square root of x", (o, [x]) => o.sqrt(x!)),
  unary("sqrt", paper, "square root of |x|", (o, [x]) => o.sqrt(o.abs(x!))),
  unary("cube", both, "x cubed", (o, [x]) => o.mul(x!, o.square(x!))),
  unary("cbrt", both, "real cube root of x", (o, [x]) => o.cbrt(x!)),
  unary("sign", both, "-1, 0 or 1", (o, [x]) => o.sign(x!)),
  unary("reciprocal", both, "1 / x, unprotected", (o, [x]) => o.reciprocal(x!)),
  unary("norm", both, "Euclidean norm of each parameter tensor", (o, [x]) => o.sqrt(o.leafTotals(o.square(x!)))),
  {
    name: "invert",
    parameters: ["x"],
    dialects: paper,
    about: "bitwise not; takes integers, and programs hold floats",
  },
  unary("negative", both, "-x", (o, [x]) => o.neg(x!)),

  unary("global_norm", both, "Euclidean norm over all parameters", (o, [x]) => globalNorm(o, x!)),
  binary("dot", both, "sum of a b over all parameters", (o, [a, b]) => o.total(o.mul(a!, b!))),
  binary("cosine_sim", paper, "cosine of the angle between a and b, unprotected", (o, [a, b]) =>
    o.div(o.total(o.mul(a!, b!)), o.mul(globalNorm(o, a!), globalNorm(o, b!))),
  ),
  binary("cosine_sim", library, "cosine of the angle between a and b, unprotected", (o, [a, b]) =>
    o.total(o.mul(o.div(a!, globalNorm(o, a!)), o.div(b!, globalNorm(o, b!)))),
  ),
  ...aliased(["clip_by_global_norm", "clip"], ["x", "c"], both, "x min(1, c / global_norm(x))", (o, [x, c]) =>
    o.mul(x!, o.minimum(o.scalar(1), o.div(c!, globalNorm(o, x!)))),
  ),
  ...aliased(["interpolate", "interp"], ["x", "y", "a"], both, "(1 - a) x + a y", blend),
  ...aliased(["power", "pow"], ["a", "b"], both, "a to the power b", (o, [a, b]) => o.pow(a!, b!)),

  { name: "lerp", parameters: ["x", "y", "a"], dialects: library, about: "(1 - a) x + a y", body: blend },
  unary("tensor_sum", library, "sum over each parameter tensor", (o, [x]) => o.leafTotals(x!)),
  unary("floor", library, "the largest whole number that is not above x", (o, [x]) => o.floor(x!)),
  {
    name: "where",
    parameters: ["condition", "x", "y"],
    dialects: library,
    about: "x where the condition holds, y elsewhere, for each element",
    chooses: true,
  },
  unary("masked", library, "x where weight decay acts, 0 elsewhere", (o, [x]) => o.masked(x!)),
  ...tensorFunctions.map((fn): ProgramFunction => {
    const { name, parameters, about } = fn;
    return { name, parameters, dialects: library, about, ofTensors: fn };
  }),
];

/** Why a name of the library's dialect alone cannot be called in a program that begins with `def`; empty for other names. */
export function otherDialectHint(dialect: Dialect, name: string): string {
  if (dialect === "library" || !byName.library.has(name)) return "";
  return " It belongs to the library's dialect: a program that begins with \"def\" is of the paper's search space, which has no such function.";
}

/** The function of that name in a dialect, or undefined. */
export function findFunction(dialect: Dialect, name: string): ProgramFunction | undefined {
  return byName[dialect].get(name);
}

/** Names that can be called in a dialect, operators left out. */
export function functionNames(dialect: Dialect): readonly string[] {
  return [...byName[dialect].keys()].filter((name) => /^[a-z]/.test(name));
}

/** Operators that are functions of the table; the others compare or combine conditions. */
export function isArithmetic(operator: BinaryOperator): boolean {
  return byName.library.has(operator);
}

const byName: { readonly [D in Dialect]: ReadonlyMap<string, ProgramFunction> } = {
  paper: new Map(functions.filter((f) => f.dialects.includes("paper")).map((f) => [f.name, f])),
  library: new Map(functions.filter((f) => f.dialects.includes("library")).map((f) => [f.name, f])),
};

function blend<V>(o: ProgramOps<V>, [x, y, a]: readonly V[]): V {
  return o.add(o.mul(o.sub(o.scalar(1), a!), x!), o.mul(a!, y!));
}

function globalNorm<V>(o: ProgramOps<V>, x: V): V {
  return o.sqrt(o.total(o.square(x)));
}

function nullary(name: string, about: string, value: number): ProgramFunction {
  return { name, parameters: [], dialects: both, about, body: (o) => o.scalar(value) };
}

function unary(name: string, dialects: readonly Dialect[], about: string, body: Body): ProgramFunction {
  return { name, parameters: ["x"], dialects, about, body };
}

function binary(name: string, dialects: readonly Dialect[], about: string, body: Body): ProgramFunction {
  return { name, parameters: ["a", "b"], dialects, about, body };
}

function aliased(
  names: readonly string[],
  parameters: readonly string[],
  dialects: readonly Dialect[],
  about: string,
  body: Body,
): ProgramFunction[] {
  return names.map((name) => ({ name, parameters, dialects, about, body }));
}
