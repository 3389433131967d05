import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { LabError } from "../core/errors.ts";
import type { OptimizerConfig } from "../records/records.ts";
import { optimizers } from "./index.ts";
import { resolveOptimizer } from "./resolve.ts";
import { ruleFromConfig } from "./resolve-text.ts";

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof LabError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return "no error";
}

test("every optimizer resolves with its defaults in every convention", () => {
  for (const { name, conventions } of optimizers) {
    for (const convention of Object.keys(conventions) as OptimizerConfig["convention"][]) {
      const resolved = resolveOptimizer({ name, convention });
      expect(resolved.convention).toBe(convention);
      expect(resolved.lr).toBe(conventions[convention]?.hyperparameters.lr.default);
      expect(resolved.hyperparameters).not.toHaveProperty("lr");
    }
  }
});

test("a stored config gives the same rule without the library", () => {
  const resolved = resolveOptimizer({ name: "sgd", hyperparameters: { momentum: 0.9, lr: 0.1 } });
  expect(resolved.lr).toBe(0.1);
  const rule = ruleFromConfig({ ...resolved, label: "SGD + momentum" });
  expect(rule.slots).toEqual(resolved.rule.slots);
  expect(rule.slots).toEqual([{ name: "m", initial: 0 }]);
});

test("a convention that an optimizer lacks falls back to the one it has", () => {
  expect(resolveOptimizer({ name: "paper-discovered", convention: "keras" }).convention).toBe("paper");
});

test("names nobody has are refused with the nearest", () => {
  expect(codeOf(() => resolveOptimizer({ name: "adma" }))).toMatch(/^unknown-optimizer: .*adam/);
  expect(codeOf(() => resolveOptimizer({ name: "adam", hyperparameters: { beta: 0.9 } }))).toMatch(
    /^unknown-hyperparameter: .*beta1, beta2/,
  );
});

test("names that every object has are no hyperparameters", () => {
  for (const name of ["constructor", "toString", "valueOf"]) {
    expect(codeOf(() => resolveOptimizer({ name: "adam", hyperparameters: { [name]: 1 } }))).toMatch(
      /^unknown-hyperparameter/,
    );
  }
});

test("names of other libraries lead to ours", () => {
  expect(codeOf(() => resolveOptimizer({ name: "adam", hyperparameters: { weight_decay: 1 } }))).toContain(
    "mean l2, decay?",
  );
  expect(codeOf(() => resolveOptimizer({ name: "adam", convention: "kears" as "keras" }))).toMatch(
    /^unknown-convention: .*keras/,
  );
});

test("values out of range are refused", () => {
  const lr = (value: number) => codeOf(() => resolveOptimizer({ name: "lion", hyperparameters: { lr: value } }));
  for (const bad of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
    expect(lr(bad)).toMatch(/^hyperparameter-out-of-range/);
  expect(codeOf(() => resolveOptimizer({ name: "adam", hyperparameters: { beta1: 1 } }))).toContain(
    "at least 0 and below 1, but 1 was given",
  );
  for (const [epsilon, wanted] of [
    [1e-50, "must be 0 or a size that float32 holds, 1e-45 and more, but 1e-50 was given"],
    [1e39, "must be a size that float32 holds, below 3.4e38, but 1e+39 was given"],
  ] as const)
    expect(codeOf(() => resolveOptimizer({ name: "adam", hyperparameters: { epsilon } }))).toContain(wanted);
  expect(resolveOptimizer({ name: "adam", hyperparameters: { epsilon: 1e-30 } }).hyperparameters.epsilon).toBe(1e-30);
  expect(codeOf(() => resolveOptimizer({ name: "sgd", hyperparameters: { nesterov: 1 } }))).toMatch(
    /^hyperparameter-type/,
  );
});

test("a program file is an optimizer; its free names are its hyperparameters", () => {
  const folder = mkdtempSync(join(tmpdir(), "lionlab-program-"));
  writeFileSync(join(folder, "found.py"), "hyper beta = 0.5\nstate m = zeros\nm = lerp(g, m, beta)\nw = w - lr * m\n");
  const resolved = resolveOptimizer({ name: "./found.py", folder, hyperparameters: { beta: 0.9 } });
  expect(resolved).toMatchObject({ name: "found", convention: "torch", hyperparameters: { beta: 0.9 }, lr: 1 });
  expect(resolveOptimizer({ name: "./found.py", folder }).hyperparameters).toEqual({ beta: 0.5 });
  expect(codeOf(() => resolveOptimizer({ name: "./found.py", folder, hyperparameters: { gamma: 1 } }))).toMatch(
    /^unknown-hyperparameter/,
  );
  expect(codeOf(() => resolveOptimizer({ name: "./lost.py", folder }))).toMatch(/^program-file: .*no such file/);
  writeFileSync(join(folder, "broken.py"), "w = w - lr *\n");
  expect(codeOf(() => resolveOptimizer({ name: "./broken.py", folder }))).toMatch(
    /^program-syntax: .*line 1, column 13/s,
  );
});
