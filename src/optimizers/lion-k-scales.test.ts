/**
 * Lion-K in float32 at every scale of the gradient, and long after the last one: what the interpreter finds in float64.
 *
 * Squares leave float32 below 1e-23 and above 1e19, so a norm that adds them up as they are is wrong long before its operand is.
 */
import { describe, expect, test } from "vitest";
import { recordedTraces, traceInput } from "../../test/fixtures/optimizers/recorded.ts";
import { interpret, leavesOf } from "../program/interpret.ts";
import { lionKOptimizers } from "./lion-k.ts";
import { relativeDifference } from "./relative-difference.ts";
import { resolveOptimizer } from "./resolve.ts";
import { runUpdates } from "./trace.ts";

const exponents = [-30, -22, -15, -9, -3, 0, 3, 9, 12, 15, 22, 30];
const shapes = [[4, 3], [2, 2, 3], [5]];
const scales = [0.1, 0.01, 1];
/** Top singular vectors are found to a thousandth; all else to float32. */
const tolerance = 2e-3;

describe.each(lionKOptimizers.map(({ name, claims }) => [name, claims] as const))("%s", (name, claims) => {
  const { rule } = resolveOptimizer({ name, hyperparameters: { beta1: 0.9, beta2: 0.9 } });
  const facts = (step: number) => ({ step, lr: 1, peakLr: 1, totalSteps: 100 });

  test("moves as in float64 from 1e-30 to 1e30, and alike where it claims so", async () => {
    const { leaves, w0, gradients } = traceInput({ ...recordedTraces()[0]!, shapes, scales }, 2);
    const from = Float32Array.from(w0, () => 0);
    let first: readonly Float64Array[] | undefined;
    for (const exponent of exponents) {
      const scaled = gradients.map((g) => Float32Array.from(g, (value) => value * 10 ** exponent));
      const input = { leaves, w0: from, gradients: scaled, facts };
      const wanted = interpret(rule, input);
      const found = await runUpdates(rule, input);
      expect(relativeDifference(leaves, wanted, found), `float32 at 1e${exponent}`).toBeLessThanOrEqual(tolerance);
      first ??= wanted;
      if (claims.invariantToGradientScale)
        expect(relativeDifference(leaves, first, wanted), `invariance at 1e${exponent}`).toBeLessThanOrEqual(tolerance);
    }
  });

  test("moves as in float64 through 700 steps without a gradient", async () => {
    const leaves = leavesOf([[2, 2]]);
    const silent = Array.from({ length: 700 }, () => [0, 0, 0, 0]);
    const input = { leaves, w0: [0, 0, 0, 0], gradients: [Float32Array.of(0.01, 0.02, 0.03, -0.01), ...silent], facts };
    const found = await runUpdates(rule, input);
    expect(relativeDifference(leaves, interpret(rule, input), found)).toBeLessThanOrEqual(tolerance);
  });
});
