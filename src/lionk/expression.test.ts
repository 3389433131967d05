import { expect, test } from "vitest";
import { scalar } from "../core/tensor.ts";
import { evaluateGraph } from "../graph/evaluate-graph.ts";
import { expression, expressionGraph, formulaFunctions } from "./expression.ts";

test("Rosenbrock's function has its value and its gradient", () => {
  const f = expression({ f: "(1 - x)**2 + 10*(y - x**2)**2", variables: ["x", "y"] });
  const [x, y] = [-0.5, 0.75];
  expect(f).toMatchObject({ size: 2, convex: false, curvature: null });
  expect(f.value(Float64Array.of(x, y))).toBe((1 - x) ** 2 + 10 * (y - x ** 2) ** 2);
  const [dx, dy] = f.gradient(Float64Array.of(x, y));
  expect(dx).toBeCloseTo(-2 * (1 - x) - 40 * x * (y - x ** 2), 12);
  expect(dy).toBeCloseTo(20 * (y - x ** 2), 12);
});

const arity = (name: string): number => ({ interp: 3, interpolate: 3, lerp: 3 })[name] ?? (binary.has(name) ? 2 : 1);
const binary = new Set(["max", "min", "dot", "cosine_sim", "clip", "clip_by_global_norm", "power", "pow"]);
const nullary = new Set(["get_pi", "get_e", "get_eps"]);

test.each(formulaFunctions.filter((name) => !nullary.has(name)))(
  "compiled %s agrees with the reference evaluator and with differences",
  (name) => {
    const shift = name === "arccosh" ? 1.5 : 0;
    const args = ["x + shift", "y", "0.3 + z"].slice(0, arity(name)).join(", ").replace("shift", String(shift));
    const given = { f: `2 * ${name}(${args}) + x*y - z`, variables: ["x", "y", "z"] };
    const f = expression(given);
    const point = Float64Array.of(0.3, 0.45, 0.2);
    const feeds = { x: scalar(point[0]!), y: scalar(point[1]!), z: scalar(point[2]!) };
    const found = evaluateGraph(expressionGraph(given), feeds);
    expect(f.value(point)).toBe(found.f!.data[0]!);
    for (const [i, slope] of f.gradient(point).entries()) {
      expect(slope).toBe(found[`d${i}`]!.data[0]!);
      const [after, before] = [f.value(point.with(i, point[i]! + 1e-5)), f.value(point.with(i, point[i]! - 1e-5))];
      expect(slope).toBeCloseTo((after - before) / 2e-5, 6);
    }
  },
);

test("a variable that f does not depend on has slope 0", () => {
  expect([...expression({ f: "x", variables: ["x", "y"] }).gradient(Float64Array.of(1, 2))]).toEqual([1, 0]);
});

test.each([
  ["x + z", 'There is no variable "z"; this formula has x, why.'],
  ["sqr(x)", 'There is no function named "sqr". Did you mean sqrt'],
  ["tensor_sum(x)", 'There is no function named "tensor_sum"'],
  ["masked(x)", 'There is no function named "masked"'],
  ["max(x)", "max takes 2 values (a, b), but 1 are given."],
  ["x if x > 1 else 0", "A formula has no conditions"],
  ["x < 1", "A formula has no conditions"],
  ["not x", "A formula has no conditions"],
  ["True", "A formula has no conditions"],
  ["x; y = 2", "A formula is one expression; here another begins."],
  ["x +", "should stand here"],
  ["", "should stand here"],
])("refuses %j, one sentence and the place", (f, sentence) => {
  expect(() => expression({ f, variables: ["x", "why"] })).toThrow(sentence);
});

test.each([[["x", "x"]], [["2x"]], [["if"]]])("refuses the variables %j", (variables) => {
  expect(() => expression({ f: "1", variables })).toThrow("Variables must be different names");
});
