/** Centred RMSprop under gradients that do not change: its variance is a difference, which rounding may take below 0. */
import { expect, test } from "vitest";
import { leavesOf } from "../program/interpret.ts";
import { resolveOptimizer } from "./resolve.ts";
import { runUpdates } from "./trace.ts";

test.each(["torch", "keras"] as const)("constant gradients of 300 magnitudes leave numbers, %s", async (convention) => {
  const hyperparameters = { centered: true, rho: 0.9, epsilon: 1e-12 };
  const { rule } = resolveOptimizer({ name: "rmsprop", convention, hyperparameters });
  const leaves = leavesOf([[300]]);
  const gradient = Float32Array.from({ length: 300 }, (_, i) => 10 ** (i / 60 - 3));
  const gradients = Array.from({ length: 200 }, () => gradient);
  const facts = (step: number) => ({ step, lr: 1e-3, peakLr: 1e-3, totalSteps: 100 });
  const path = await runUpdates(rule, { leaves, w0: new Float32Array(300), gradients, facts });
  expect(path.flatMap((w) => [...w]).filter((value) => !Number.isFinite(value))).toEqual([]);
});
