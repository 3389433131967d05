/**
 * What every Lion-K optimizer must pass beside the laws of all: its program takes the steps that its K takes, tensor by tensor.
 *
 * The K is that of `lionk/functions`, in float64 with its own singular value decomposition and sorting; the program is interpreted in
 * float64 and lowered to a graph in float32.
 */
import { describe, expect, test } from "vitest";
import { recordedTraces, traceInput } from "../../test/fixtures/optimizers/recorded.ts";
import { type Point, takeStep } from "../lionk/dynamics.ts";
import { kOfTensor, trainingHyperparameters } from "../lionk/training-form.ts";
import { interpret } from "../program/interpret.ts";
import { kOfOptimizer } from "./lion-k.ts";
import type { Optimizer } from "./optimizer.ts";
import { relativeDifference } from "./relative-difference.ts";
import { resolveOptimizer } from "./resolve.ts";
import { runUpdates } from "./trace.ts";

const steps = 25;
const constants = { beta1: 0.9, beta2: 0.97, eta: 0.01, lambda: 0.7 };

/** Runs the suite for one Lion-K optimizer. */
export function lionKConformance({ name }: Optimizer): void {
  describe(`${name} as Lion-K`, () => {
    const { beta1, beta2, eta: lr, lambda: decay } = constants;
    const { rule } = resolveOptimizer({ name, hyperparameters: { lr, beta1, beta2, decay, ...values(name) } });
    const { leaves, w0, gradients } = traceInput(recordedTraces()[0]!, steps);
    const input = { leaves, w0, gradients, facts: (step: number) => ({ step, lr, peakLr: lr, totalSteps: 100 }) };
    const wanted = pathOfK(name);

    test("the interpreter takes the steps of its K", () => {
      const found = interpret(rule, input);
      expect(relativeDifference(leaves, [w0, ...wanted], [w0, ...found])).toBeLessThanOrEqual(1e-9);
    });
    test("so does the graph", async () => {
      const found = await runUpdates(rule, input);
      expect(relativeDifference(leaves, [w0, ...wanted], [w0, ...found])).toBeLessThanOrEqual(2e-5);
    });
  });
}

/** Values at which the gradients of the traces meet every part of a K: e lies among the momenta. */
function values(name: string): { readonly [name: string]: number } {
  const declared = trainingHyperparameters(kOfOptimizer(name)!);
  return Object.fromEntries(
    Object.entries(declared).map(([key, { default: value }]) => [key, key === "e" || key === "tau" ? 0.05 : value!]),
  );
}

function pathOfK(name: string): readonly (readonly number[])[] {
  const { leaves, w0, gradients } = traceInput(recordedTraces()[0]!, steps);
  const paths = leaves.map((leaf) => {
    const k = kOfTensor(kOfOptimizer(name)!, values(name), leaf);
    const part = (tree: readonly number[]) => Float64Array.from(tree.slice(leaf.offset, leaf.offset + leaf.size));
    let at: Point = { x: part(w0), m: new Float64Array(leaf.size) };
    return gradients.map((g) => {
      at = takeStep(k, at, part(g), { ...constants, decay: "explicit" });
      return at.x;
    });
  });
  return gradients.map((_, step) => paths.flatMap((path) => [...path[step]!]));
}
