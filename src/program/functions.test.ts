import { describe, expect, test } from "vitest";
import type { Dialect } from "./ast.ts";
import { bindProgram } from "./bind.ts";
import { functionNames, functions } from "./functions.ts";
import { interpret, leavesOf } from "./interpret.ts";
import { parseProgram } from "./parse.ts";

const leaves = leavesOf([[2], [3]]);
const x = [0.5, -0.25, 0.75, 0.1, -0.9];
const y = [0.3, 0.6, -0.2, 0.8, 0.4];

/** f of x (the weights), y (the gradient) and lr = 0.7, as the language computes it. */
function compute(dialect: Dialect, call: string): number[] {
  const text = dialect === "paper" ? `def train(x, y, lr): return x - (${call})` : `x = w; y = g; w = ${call}`;
  const facts = (step: number) => ({ step, lr: 0.7, peakLr: 1, totalSteps: 100 });
  return [...interpret(bindProgram(parseProgram(text), {}), { leaves, w0: x, gradients: [y], facts })[0]!];
}

const parts = leaves.map(({ offset, size }) => [offset, offset + size] as const);
const norm = (values: readonly number[]) => Math.hypot(...values);
const dot = x.reduce((sum, value, i) => sum + value * y[i]!, 0);
const perLeaf = parts.flatMap(([from, to]) => x.slice(from, to).map(() => norm(x.slice(from, to))));
const each = (f: (x: number, y: number) => number) => x.map((value, i) => f(value, y[i]!));
const all = (value: number) => x.map(() => value);

/** What each function means, said a second time in plain arithmetic; one row per function and, where they differ, dialect. */
const meanings: readonly (readonly [string, readonly number[], Dialect?])[] = [
  ["get_pi()", all(Math.PI)],
  ["get_e()", all(Math.E)],
  ["get_eps()", all(1e-8)],
  ["x + y", each((a, b) => a + b)],
  ["x - y", each((a, b) => a - b)],
  ["x * y", each((a, b) => a * b)],
  ["x / y", each((a, b) => a / b), "library"],
  ["x / y", each((a, b) => a / (b + 1e-8)), "paper"],
  ["x / 0", all(0).map((_, i) => x[i]! * 1e8), "paper"],
  ["x ** 3", each((a) => a * a * a)],
  ["max(x, y)", each(Math.max)],
  ["min(x, lr)", each((a) => Math.min(a, 0.7))],
  ["abs(x)", each(Math.abs)],
  ["sin(x)", each(Math.sin)],
  ["cos(x)", each(Math.cos)],
  ["tan(x)", each(Math.tan)],
  ["arcsin(x)", each(Math.asin)],
  ["arccos(x)", each(Math.acos)],
  ["arctan(x)", each(Math.atan)],
  ["sinh(x)", each(Math.sinh)],
  ["cosh(x)", each(Math.cosh)],
  ["tanh(x)", each(Math.tanh)],
  ["arcsinh(x)", each(Math.asinh)],
  ["arccosh(2 + y)", each((_, b) => Math.acosh(2 + b))],
  ["arctanh(x)", each(Math.atanh)],
  ["exp(x)", each(Math.exp)],
  ["exp2(x)", each((a) => 2 ** a)],
  ["exp10(x)", each((a) => 10 ** a)],
  ["expm1(x)", each(Math.expm1)],
  ["log(x)", each((a) => Math.log(Math.abs(a))), "paper"],
  ["log(1 + x)", each((a) => Math.log(1 + a)), "library"],
  ["log10(x)", each((a) => Math.log10(Math.abs(a))), "paper"],
  ["log10(1 + x)", each((a) => Math.log10(1 + a)), "library"],
  ["log2(x)", each((a) => Math.log2(Math.abs(a))), "paper"],
  ["log2(1 + x)", each((a) => Math.log2(1 + a)), "library"],
  ["log1p(x * 3)", each((a) => Math.log(Math.abs(1 + a * 3))), "paper"],
  ["log1p(x)", each(Math.log1p), "library"],
  ["square(x)", each((a) => a * a)],
  ["sqrt(x)", each((a) => Math.sqrt(Math.abs(a))), "paper"],
  ["sqrt(1 + x)", each((a) => Math.sqrt(1 + a)), "library"],
  ["cube(x)", each((a) => a ** 3)],
  ["cbrt(x)", each(Math.cbrt)],
  ["sign(x)", each(Math.sign)],
  ["reciprocal(x)", each((a) => 1 / a)],
  ["norm(x)", perLeaf],
  ["norm(norm(x))", perLeaf],
  ["norm(x) * y", each((_, b) => b).map((b, i) => b * perLeaf[i]!)],
  ["negative(x)", each((a) => -a)],
  ["global_norm(x)", all(norm(x))],
  ["dot(x, y)", all(dot)],
  ["cosine_sim(x, y)", all(dot / norm(x) / norm(y))],
  ["clip_by_global_norm(x, 0.5)", each((a) => (a * 0.5) / norm(x))],
  ["clip(x, 100)", [...x]],
  ["interpolate(x, y, 0.2)", each((a, b) => 0.8 * a + 0.2 * b)],
  ["interp(x, y, lr)", each((a, b) => 0.3 * a + 0.7 * b)],
  ["power(2 + x, y)", each((a, b) => (2 + a) ** b)],
  ["pow(2 + x, y)", each((a, b) => (2 + a) ** b)],
  ["lerp(x, y, 0.2)", each((a, b) => 0.8 * a + 0.2 * b), "library"],
  ["tensor_sum(square(x))", perLeaf.map((value) => value ** 2), "library"],
  ["masked(x)", [...x], "library"],
  ["x % y", each((a, b) => a - b * Math.floor(a / b)), "library"],
  ["7 % 3 + -7 % 3", all(3), "library"],
  ["floor(10 * x)", each((a) => Math.floor(10 * a)), "library"],
  ["where(x > y, x, 2 * y)", each((a, b) => (a > b ? a : 2 * b)), "library"],
  ["where(x <= 0.1 and not y < 0.5, x, lr)", each((a, b) => (a <= 0.1 && !(b < 0.5) ? a : 0.7)), "library"],
  [
    "where(x >= 0.1 or y == 0.4, 1, norm(x))",
    each((a, b) => (a >= 0.1 || b === 0.4 ? 1 : Number.NaN)).map((a, i) => (a === 1 ? 1 : perLeaf[i]!)),
    "library",
  ],
  ["where(norm(x) != global_norm(x) and lr > 0.5, x, y)", [...x], "library"],
  ["where(step == 2, x, y)", [...y], "library"],
  ["where(0 / (x - x) >= 0, x, y)", [...y], "library"],
];

for (const dialect of ["paper", "library"] as const) {
  describe(`${dialect} functions`, () => {
    for (const [call, expected, only] of meanings) {
      if (only !== undefined && only !== dialect) continue;
      test(call, () => {
        compute(dialect, call).forEach((value, i) => {
          expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(expected[i]!)));
        });
      });
    }
  });
}

test("the paper dialect has the 45 functions of the search space, and every function has its meaning tested", () => {
  const aliases = ["clip", "interp", "pow"];
  const symbols = ["+", "-", "*", "/"];
  const own = functionNames("paper").filter((name) => !aliases.includes(name));
  expect([...own, ...symbols]).toHaveLength(45);
  const tested = meanings.map(([call]) => call).join(" ");
  const ofElements = functions.filter(({ ofTensors }) => ofTensors === undefined); // the others: tensor-functions.test.ts
  for (const { name } of ofElements) if (name !== "invert") expect(tested).toContain(name);
});
