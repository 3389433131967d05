import { describe, expect, test } from "vitest";
import { optimizers } from "../optimizers/index.ts";
import { type ConventionName, resolveLibrary } from "../optimizers/resolve-text.ts";
import { bindProgram } from "./bind.ts";
import { interpret, leavesOf } from "./interpret.ts";
import { parseProgram } from "./parse.ts";
import { compileSmallRule } from "./small-rule.ts";
import type { HyperparameterValues } from "./symbolic.ts";

const facts = (step: number) => ({ step, lr: 0.1 / step, peakLr: 0.1, totalSteps: 30 });
const start = [0.5, -2];
const gradients = Array.from({ length: 30 }, (_, i) =>
  Float64Array.of(Math.sin(3 * i + 1), i === 7 ? 0 : 4 * Math.cos(i)),
);

/** Weights after every step, by the small rule and by the interpreter. */
function both(text: string, hyperparameters: HyperparameterValues): [number[][], number[][]] {
  const program = parseProgram(text);
  const rule = compileSmallRule(program, hyperparameters, start.length);
  rule.w.set(start);
  const own = gradients.map((g, i) => {
    rule.step(g, facts(i + 1));
    return [...rule.w];
  });
  const oracle = interpret(bindProgram(program, hyperparameters), {
    leaves: leavesOf([[2]]),
    ...{ w0: start, gradients, facts },
  });
  return [own, oracle.map((weights) => [...weights])];
}

describe("a small rule takes the interpreter's steps, bit for bit", () => {
  const cases = optimizers.flatMap(({ name, conventions }) =>
    (Object.keys(conventions) as ConventionName[]).map((convention) => ({ name, convention })),
  );
  test.each(cases)("$name, $convention", ({ name, convention }) => {
    const { program, hyperparameters } = resolveLibrary({ name, convention });
    const turned = Object.entries(hyperparameters).map(([key, value]) => [key, value === 0 ? 0.125 : value] as const);
    for (const values of [hyperparameters, Object.fromEntries(turned)]) {
      const [own, oracle] = both(program, values);
      expect(own).toEqual(oracle);
      expect(own.at(-1)).not.toEqual(start);
    }
  });
  test.each([
    [
      "sums, conditions of elements",
      "w = w - lr * where(g * w > 0 and not w == 1, g / global_norm(g), tensor_sum(w) + g)",
    ],
    ["states that change places", "state a = zeros\nstate b = ones\nold = a\na = b\nb = old\nw = w - lr * (a * g + b)"],
    ["numbers carried", "scalar p = 1\np = p * 0.9\nw = w - lr * p * (g if step < 4 else sign(g))"],
    ["a rest, a floor, a power", "w = w - lr * (floor(g * 3) + w % 0.7 + abs(g) ** 1.5)"],
  ])("%s", (_, text) => {
    const [own, oracle] = both(text, {});
    expect(own).toEqual(oracle);
  });
});

test("two runs of a program know nothing of each other", () => {
  const program = parseProgram("state m = zeros\nscalar p = 1\np = p / 2\nm = m + g\nw = w - lr * p * m");
  const [one, other] = [compileSmallRule(program, {}, 1), compileSmallRule(program, {}, 1)];
  one.step(Float64Array.of(1), facts(1));
  one.step(Float64Array.of(1), facts(2));
  other.step(Float64Array.of(1), facts(1));
  expect(other.w[0]).toBe(-0.05);
});
