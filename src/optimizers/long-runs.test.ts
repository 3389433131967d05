/**
 * What float32 makes of a gradient that never changes and then is gone: every optimizer of the library, all flags set, still has numbers.
 *
 * Averages of squares underflow there, and variances that are differences of averages round below 0. Lion-K is in `lion-k-scales.test.ts`.
 */
import { expect, test } from "vitest";
import { leavesOf } from "../program/interpret.ts";
import { optimizers } from "./index.ts";
import { kOfOptimizer } from "./lion-k.ts";
import { resolveOptimizer } from "./resolve.ts";
import type { ConventionName } from "./resolve-text.ts";
import { runUpdates } from "./trace.ts";

const leaves = leavesOf([[6, 8]]);
const constant = Float32Array.from({ length: 48 }, (_, i) => 10 ** (i / 6 - 6));
const gradients = [
  ...Array.from({ length: 150 }, () => constant),
  ...Array.from({ length: 450 }, () => new Float32Array(48)),
];
const cases = optimizers
  .filter(({ name }) => kOfOptimizer(name) === undefined)
  .flatMap(({ name, conventions }) =>
    Object.keys(conventions).map((convention) => [name, convention as ConventionName]),
  );

test.each(cases as [string, ConventionName][])("%s, %s", async (name, convention) => {
  const { hyperparameters, lr } = resolveOptimizer({ name, convention });
  const flags = Object.entries(hyperparameters).filter(([, value]) => typeof value === "boolean");
  const quick = Object.keys(hyperparameters).filter((key) => ["beta1", "beta2", "rho"].includes(key));
  const set = {
    ...Object.fromEntries(flags.map(([key]) => [key, true])),
    ...Object.fromEntries(quick.map((key) => [key, 0.8])),
  };
  const { rule } = resolveOptimizer({ name, convention, hyperparameters: set });
  const path = await runUpdates(rule, {
    leaves,
    w0: new Float32Array(48).fill(0.5),
    gradients,
    facts: (step) => ({ step, lr, peakLr: lr, totalSteps: 600 }),
  });
  const lost = path.findIndex((w) => !w.every(Number.isFinite));
  expect(lost).toBe(-1);
});
