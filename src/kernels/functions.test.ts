/** Accuracy and special values of the elementwise kernels, against the float64 meaning of their ops. */
import { expect, test } from "vitest";
import { createRng } from "../core/rng.ts";
import { floatTensor, type Tensor } from "../core/tensor.ts";
import { createBuilder } from "../graph/builder.ts";
import { evaluateGraph } from "../graph/evaluate-graph.ts";
import { createArena } from "./arena.ts";

/** Largest error in units of the last place of the result, over 40,000 arguments of every size. */
const unary = {
  neg: 0,
  abs: 0,
  sign: 0,
  positive: 0,
  sqrt: 0.501,
  square: 0.501,
  reciprocal: 0.501,
  relu: 0,
  cbrt: 1,
  exp: 1,
  exp2: 1,
  expm1: 2,
  log: 1,
  log1p: 2.5,
  sin: 1.5,
  cos: 1.5,
  tan: 3.5,
  arcsin: 2.5,
  arccos: 1.5,
  arctan: 3,
  sinh: 2,
  cosh: 1.5,
  tanh: 1.5,
  arcsinh: 2.5,
  arccosh: 2.5,
  arctanh: 3,
} as const;
const binary = {
  add: 0.501,
  sub: 0.501,
  mul: 0.501,
  div: 0.501,
  pow: 1,
  maximum: 0,
  minimum: 0,
  equal: 0,
  greater: 0,
  less: 0,
} as const;

const special = [
  ...[0, -0, 1, -1, 0.5, -0.5, 2, -2, 3, -3, Infinity, -Infinity, Number.NaN, 1e-45, -1e-45, 1.1e-38, -1.1e-38, 3.4e38],
  ...[-3.4e38, 88, 89, -88, -104, 1e10, -1e10, 0.333, 100, 1e20, 1e-20, 2 ** 24, 1.0000001, 1e30],
].map(Math.fround);
const arena = createArena({ maximumMiB: 32 });
const many = spreadArguments(40_000);

test.each(Object.entries(unary))("%s has special values and is within %s units in the last place", (name, bound) => {
  expect(worstError(name, [special])).toBeLessThanOrEqual(bound);
  expect(worstError(name, [many])).toBeLessThanOrEqual(bound);
});

test.each(Object.entries(binary))("%s has special values and is within %s units in the last place", (name, bound) => {
  const left = special.flatMap((a) => special.map(() => a));
  const right = special.flatMap(() => special);
  expect(worstError(name, [left, right])).toBeLessThanOrEqual(bound);
  const exponents = many.map((_, i) => Math.fround(((i * 0.618) % 12) - 6));
  expect(worstError(name, [many, name === "pow" ? exponents : many.toReversed()])).toBeLessThanOrEqual(bound);
});

test("a number for either operand of pow gives what vectors give", () => {
  for (const number of [2, 10, 0.5, -3, 0]) {
    const all = special.map(() => number);
    expect(results("pow", [special, [number]]).found).toEqual(results("pow", [special, all]).found);
    expect(results("pow", [[number], special]).found).toEqual(results("pow", [all, special]).found);
  }
});

/** Largest error of an op over its arguments, in units in the last place; infinite where NaN or infinity is missed. */
function worstError(op: string, operands: readonly (readonly number[])[]): number {
  const { found, expected } = results(op, operands);
  let worst = 0;
  for (const [i, x] of found.entries()) {
    const y = expected[i]!;
    if (x === Math.fround(y) || (Number.isNaN(x) && Number.isNaN(y))) continue;
    const error = Math.abs(x - y) / unitInLastPlace(y);
    worst = Math.max(worst, Number.isFinite(error) ? error : Infinity);
  }
  return worst;
}

function results(op: string, operands: readonly (readonly number[])[]) {
  const b = createBuilder({ rewrite: false });
  const feeds = Object.fromEntries(
    operands.map((data, i): [string, Tensor] => [`x${i}`, floatTensor(data.length === 1 ? [] : [data.length], data)]),
  );
  const inputs = Object.entries(feeds).map(([name, { shape }]) => b.input(name, { dtype: "float", shape }));
  const graph = b.build({ y: b.apply(op, inputs) });
  const mark = arena.mark();
  const plan = arena.plan(graph);
  for (const [name, cell] of Object.entries(plan.inputs)) cell.data.set(feeds[name]!.data);
  plan.run();
  const found = Array.from(plan.outputs.y!.data);
  arena.rewind(mark);
  return { found, expected: Array.from(evaluateGraph(graph, feeds).y!.data) };
}

function unitInLastPlace(value: number): number {
  const size = Math.abs(Math.fround(value));
  return size < 2 ** -126 ? 2 ** -149 : 2 ** (Math.floor(Math.log2(size)) - 23);
}

/** Near 0, around 100, and with exponents over a third and over all of the range, of both signs. */
function spreadArguments(count: number): readonly number[] {
  const rng = createRng(5, "kernel functions");
  return Array.from({ length: count }, (_, i) => {
    const sign = rng.uniform() < 0.5 ? -1 : 1;
    const u = rng.uniform();
    return Math.fround(sign * [2 * u, 100 * u, 2 ** (40 * u - 20), 2 ** (250 * u - 125)][i % 4]!);
  });
}
