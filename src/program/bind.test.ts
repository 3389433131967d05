import { describe, expect, test } from "vitest";
import { rawDiscoveredText } from "../../test/samples/raw-discovered.ts";
import { bindProgram } from "./bind.ts";
import { type InterpretInput, interpret, leavesOf } from "./interpret.ts";
import { parseProgram } from "./parse.ts";
import type { HyperparameterValues } from "./symbolic.ts";

const leaves = leavesOf([[2], [1]]);
const input = { leaves, w0: [1, 2, 3], facts: (step: number) => ({ step, lr: 0.5, peakLr: 2, totalSteps: 100 }) };

function bind(text: string, hyperparameters: HyperparameterValues = {}) {
  return bindProgram(parseProgram(text), hyperparameters, text);
}

function run(
  text: string,
  options: Partial<InterpretInput> & { hyperparameters?: HyperparameterValues } = {},
): number[][] {
  const { hyperparameters = {}, ...others } = options;
  const gradients = [[1, 1, 1]];
  return interpret(bind(text, hyperparameters), { gradients, ...input, ...others }).map((weights) => [...weights]);
}

describe("what is dead is gone", () => {
  test("a hyperparameter of zero removes its state and its scalars", () => {
    const text = "state m = zeros\nm = beta * m + g\nw = w - lr * (m + decay * masked(w))";
    expect(bind(text, { beta: 0, decay: 0 })).toMatchObject({ slots: [], scalarNames: ["lr"] });
    expect(bind(text, { beta: 0.9, decay: 0.1 }).slots).toEqual([{ name: "m", initial: 0 }]);
  });

  test("a state that only feeds itself is dead; one that feeds a live state is live", () => {
    expect(bind("state m = zeros\nm = m + g\nw = w - g").slots).toEqual([]);
    const chain = "state a = zeros\nstate b = ones\nold = a\na = b\nb = g\nw = w - old";
    expect(bind(chain).slots).toEqual([
      { name: "a", initial: 0 },
      { name: "b", initial: 1 },
    ]);
  });

  test("the raw discovered program keeps one state", () => {
    expect(bind(rawDiscoveredText).slots).toEqual([{ name: "v", initial: 0 }]);
    expect(bind(rawDiscoveredText).scalarNames).toHaveLength(3);
  });
});

describe("host scalars", () => {
  test("are computed in float64 from step, rate and hyperparameters", () => {
    const rule = bind("w = w - lr / (1 - beta ** step) * g + peak_lr * w", { beta: 0.999 });
    const at = (step: number) => [...rule.hostScalars({ step, lr: 0.1, peakLr: 0.2, totalSteps: 100 })].sort();
    expect(at(1)).toEqual([0.1 / (1 - 0.999), 0.2].sort());
    expect(at(1000)).toEqual([0.1 / (1 - 0.999 ** 1000), 0.2].sort());
  });

  test("equal expressions are fed once, constants not at all", () => {
    expect(bind("w = w - lr * 2 * g - lr * 2 * w - (3 + 4) * g").scalarNames).toEqual(["mul(lr, 2)"]);
  });

  test("a carried scalar is a function of the step alone, asked in any order", () => {
    const rule = bind("scalar p = 1\nscalar q = 2\np = p * q / (step + 1)\nq = q + 1\nw = w - p * g");
    const direct = (steps: number) => {
      let [p, q] = [1, 2];
      for (let step = 1; step <= steps; step++) [p, q] = [(p * q) / (step + 1), q + 1];
      return p;
    };
    for (const step of [1, 5, 2, 9, 9, 1]) {
      expect(rule.hostScalars({ step, lr: 1, peakLr: 1, totalSteps: 100 })[0]).toBe(direct(step));
    }
  });
});

describe("meaning", () => {
  test("weights and states may be assigned numbers, which fill them", () => {
    expect(run("w = lr")).toEqual([[0.5, 0.5, 0.5]]);
    expect(
      run("state m = zeros\nw = w - m\nm = 2", {
        gradients: [
          [0, 0, 0],
          [0, 0, 0],
        ],
      })[1],
    ).toEqual([-1, 0, 1]);
    expect(run("w = norm(w)")[0]).toEqual([Math.sqrt(5), Math.sqrt(5), 3]);
  });

  test("a state starts at zeros, ones or a number of hyperparameters", () => {
    expect(
      run("state a = zeros\nstate b = ones\nstate c = 2 * start\nw = a + b + c", { hyperparameters: { start: 3 } }),
    ).toEqual([[7, 7, 7]]);
  });

  test("a choice by the step switches whole trees", () => {
    const gradients = [
      [1, 1, 1],
      [1, 1, 1],
    ];
    expect(run("w = w - (g if step == 1 else norm(w))", { gradients })).toEqual([
      [0, 1, 2],
      [-1, 0, 0],
    ]);
  });

  test("the mask says where decay acts", () => {
    const text = "w = w - lr * (0 * g + decay * masked(w))";
    const hyperparameters = { decay: 0.5 };
    expect(run(text, { hyperparameters })).toEqual([[0.75, 1.5, 2.25]]);
    expect(run(text, { hyperparameters, decayMask: [1, 1, 0] })).toEqual([[0.75, 1.5, 3]]);
  });

  test("in a paper program lr is the schedule's value, and update is subtracted", () => {
    expect(run("def train(w, g, lr): update = g * lr; return update")).toEqual([[0.5, 1.5, 2.5]]);
  });

  test("a default of the program holds until a value is given", () => {
    const text = "hyper rate = 0.25\nw = w - rate * g";
    expect(run(text)).toEqual([[0.75, 1.75, 2.75]]);
    expect(run(text, { hyperparameters: { rate: 1 } })).toEqual([[0, 1, 2]]);
  });

  test("a long chain of statements needs no deep stack", () => {
    const text = `x = g\n${"x = x * lr + g\n".repeat(20_000)}w = w - x`;
    expect(run(text)[0]![0]).toBe(-1);
  });
});

test("a program with mistakes is refused with its place", () => {
  expect(() => bind("w = w - lr * q")).toThrow(/"q" has no value here.*line 1, column 14/s);
});
