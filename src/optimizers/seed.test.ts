import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { bindProgram } from "../program/bind.ts";
import { genomeOf } from "../program/genome-of.ts";
import { interpret, leavesOf } from "../program/interpret.ts";
import { parseProgram } from "../program/parse.ts";
import { printProgram } from "../program/print.ts";
import { tensorFunctions } from "../program/tensor-functions.ts";
import { optimizers } from "./index.ts";
import { relativeDifference } from "./relative-difference.ts";
import { type OptimizerRequest, resolveOptimizer } from "./resolve.ts";
import { conventionNames } from "./resolve-text.ts";
import { seedProgram } from "./seed.ts";

const steps = 12;
const leaves = leavesOf([[2, 3], [3], [1]]);
const w0 = Array.from({ length: 10 }, (_, i) => Math.sin(3 * i + 1));
const gradients = Array.from({ length: steps }, (_, t) => w0.map((w, i) => 0.3 * w + Math.cos(5 * i + 2 * t)));
const factor = (step: number) => 0.5 + 0.5 * Math.cos(step / steps);

/** Largest relative difference between an optimizer and its seed over some steps. */
function difference(request: OptimizerRequest): number {
  const { rule, lr } = resolveOptimizer(request);
  const facts = (step: number) => ({ step, lr: lr * factor(step), peakLr: lr, totalSteps: 100 });
  const wanted = interpret(rule, { leaves, w0, gradients, facts });
  const seed = bindProgram(seedProgram(request), {});
  const found = interpret(seed, {
    leaves,
    w0,
    gradients,
    facts: (step) => ({ step, lr: factor(step), peakLr: 1, totalSteps: 100 }),
  });
  return relativeDifference(leaves, wanted, found);
}

const cases: readonly (readonly [string, Record<string, number | boolean>])[] = [
  ["sgd", { momentum: 0.9, dampening: 0.3, l2: 0.01, decay: 0.1 }],
  ["sgd", { momentum: 0.9, nesterov: true }],
  ["adagrad", { initial_accumulator: 0.1, lr_decay: 0.02, decay: 0.1 }],
  ["rmsprop", { momentum: 0.8, centered: true, l2: 0.01 }],
  ["adamw", { lr: 0.02, beta1: 0.8, epsilon: 1e-4, l2: 0.02 }],
  ["nadam", { momentum_decay: 0.5, decay: 0.1 }],
  ["lion", { lr: 1, decay: 0.2 }],
  ["paper-adamw-seed", { lr: 3 }],
  ["paper-discovered", { lr: 0.5 }],
];

/** Optimizers whose text calls functions of whole tensors, which the paper's form does not have, and the others. */
const asks = (text: string): boolean => tensorFunctions.some(({ name }) => text.includes(`${name}(`));
const ofTensors = optimizers.filter(({ conventions }) =>
  Object.values(conventions).some(({ program }) => asks(program)),
);
const seedable = optimizers.filter((optimizer) => !ofTensors.includes(optimizer));

describe("a seed takes the optimizer's steps", () => {
  for (const { name, conventions } of seedable) {
    for (const convention of conventionNames.filter((each) => each in conventions)) {
      test(`${name}, ${convention}`, () => expect(difference({ name, convention })).toBeLessThan(1e-9));
    }
  }
  for (const [name, hyperparameters] of cases) {
    test(`${name} ${JSON.stringify(hyperparameters)}`, () => {
      expect(difference({ name, hyperparameters })).toBeLessThan(1e-9);
    });
  }
});

test.each(ofTensors.map(({ name }) => name))("%s, which sees tensors as a whole, is no seed", (name) => {
  expect(() => seedProgram({ name })).toThrow(/sees parameter tensors as a whole/);
});

describe("a seed is a genome", () => {
  for (const { name } of seedable) {
    test(name, () => {
      const program = seedProgram({ name });
      expect(printProgram(parseProgram(printProgram(program)))).toBe(printProgram(program));
      expect(genomeOf(program).body.length).toBeGreaterThan(0);
    });
  }
});

test("a seed reads as in the paper", () => {
  expect(printProgram(seedProgram({ name: "lion", hyperparameters: { decay: 0.1 } }))).toBe(
    `def train(w, g, m, lr):
  lr = lr * 0.0001
  c = interp(g, m, 0.9)
  update = lr * (sign(c) + 0.1 * w)
  m = interp(g, m, 0.99)
  return update, m
`,
  );
  expect(printProgram(seedProgram({ name: "adamw" }))).toBe(
    `def divide(a, b):
  return a * reciprocal(b)
def train(w, g, m, v, lr, step):
  lr = lr * 0.001
  m = interp(g, m, 0.9)
  v = interp(square(g), v, 0.999)
  update = divide(lr, 1 - 0.9 ** step) * (m / divide(sqrt(v), sqrt(1 - 0.999 ** step))) + lr * 0.01 * w
  return update, m, v
`,
  );
});

describe("seeds from program files", () => {
  const folder = mkdtempSync(join(tmpdir(), "seed-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const seedOf = (text: string) => {
    writeFileSync(join(folder, "mine.txt"), text);
    return { name: "./mine.txt", folder };
  };

  test.each([
    ["choices", "state m = 0.5\nm = g if step <= 3 and not step == 2 or lr > 0.9 else m * 0.5\nw = w - lr * m"],
    ["norms", "state m = zeros\nm = m + norm(g) + square(norm(w))\nw = w - lr * clip(m * g, 1) * cosine_sim(g, w)"],
    ["sums", "w = w + -lr * g * (global_norm(g) + dot(g, w)) * 0.01 / peak_lr"],
    ["a new value altogether", "hyper k = 0.5\nw = exp(-lr) * w - masked(k * g) / 3"],
    [
      "a long chain",
      `x = g\n${"x = x * 1.01 + g * x\n".repeat(3)}${"x = x * 0.999\n".repeat(1000)}w = w - x * lr * 0.01`,
    ],
  ])("%s", (_, text) => expect(difference({ ...seedOf(text), hyperparameters: { lr: 0.1 } })).toBeLessThan(1e-9));

  test("what is not finite is refused", () => {
    expect(() => seedProgram(seedOf("w = w - g * (1 / 0)"))).toThrow(
      /mine cannot be written in the paper's form, which searches, "program simplify" and identities need: one of its constants is not finite\./,
    );
  });
});
