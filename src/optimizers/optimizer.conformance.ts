/**
 * What every optimizer must pass: canonical text, agreement with the recorded reference, and its claims.
 */
import { describe, expect, test } from "vitest";
import {
  type RecordedTrace,
  type RecordedWeights,
  recordedTraces,
  traceInput,
} from "../../test/fixtures/optimizers/recorded.ts";
import { interpret } from "../program/interpret.ts";
import { parseProgram } from "../program/parse.ts";
import { printProgram } from "../program/print.ts";
import type { Rule } from "../program/rule.ts";
import { kOfOptimizer } from "./lion-k.ts";
import type { Optimizer } from "./optimizer.ts";
import { relativeDifference } from "./relative-difference.ts";
import { type OptimizerRequest, resolveOptimizer } from "./resolve.ts";
import { runUpdates } from "./trace.ts";

/**
 * Largest `relativeDifference` from the reference at the recorded steps, the start included. The interpreter is held to the
 * reference in float64. The graph is held to the reference in float64 or in float32, whichever is nearer: where all steps
 * are alike, as Lion's are, rounding adds up to 2e-6 in 100 steps, in the reference's float32 as in ours.
 */
const tolerance = { interpreter: 1e-12, graph: 1e-6 };

/** Runs the suite for one optimizer. */
export function optimizerConformance(optimizer: Optimizer): void {
  describe(optimizer.name, () => {
    const traces = recordedTraces().filter((trace) => trace.optimizer === optimizer.name);
    for (const [convention, { program }] of Object.entries(optimizer.conventions)) {
      test(`${convention}: the program prints and parses to itself, and has a reference`, () => {
        const printed = printProgram(parseProgram(program));
        expect(printProgram(parseProgram(printed))).toBe(printed);
        const recorded = traces.some((trace) => trace.convention === convention);
        expect(recorded || kOfOptimizer(optimizer.name) !== undefined).toBe(true);
      });
    }
    for (const trace of traces) checkTrace(trace);
    checkClaims(optimizer);
    checkDecay(optimizer);
  });
}

function checkTrace(trace: RecordedTrace): void {
  trace.cases.forEach(({ hyperparameters, float64, float32 }) => {
    const title = `${trace.file} ${JSON.stringify(hyperparameters)}`;
    const setUp = () => {
      const { rule, lr } = resolveOptimizer({ name: trace.optimizer, convention: trace.convention, hyperparameters });
      return {
        rule,
        input: { ...traceInput(trace), facts: (step: number) => ({ step, lr, peakLr: lr, totalSteps: 100 }) },
      };
    };
    test(`${title}: interpreter`, () => {
      const { rule, input } = setUp();
      expect(distance(trace, float64, interpret(rule, input))).toBeLessThanOrEqual(tolerance.interpreter);
    });
    test(`${title}: graph`, async () => {
      const { rule, input } = setUp();
      const found = await runUpdates(rule, input);
      const nearest = Math.min(distance(trace, float64, found), distance(trace, float32, found));
      expect(nearest).toBeLessThanOrEqual(tolerance.graph);
    });
  });
}

function distance(trace: RecordedTrace, recorded: RecordedWeights, found: readonly ArrayLike<number>[]): number {
  const { leaves, w0 } = traceInput(trace, 0);
  const steps = Object.entries(recorded).map(([step, w]) => ({ wanted: w.flat(), found: found[Number(step) - 1]! }));
  const path = (side: "wanted" | "found") => [w0, ...steps.map((step) => step[side])];
  return relativeDifference(leaves, path("wanted"), path("found"));
}

function checkClaims({ name, conventions, claims }: Optimizer): void {
  for (const convention of Object.keys(conventions) as (keyof typeof conventions)[]) {
    const { rule, lr } = resolveOptimizer({ name, convention });
    test(`${convention}: keeps ${claims.stateSlots} slots by default`, () => {
      expect(rule.slots.length).toBe(claims.stateSlots);
    });
    if (claims.invariantToGradientScale) {
      test(`${convention}: takes the same path where gradients are a thousand times larger`, () => {
        expect(pathsApart(rule, lr, [1e6, 1e9])).toBeLessThan(1e-3);
      });
    } else {
      test(`${convention}: takes another path where gradients are a thousand times larger`, () => {
        expect(pathsApart(rule, lr, [1e-4, 1e-1])).toBeGreaterThan(1e-3);
      });
    }
  }
}

/** Both kinds of decay act where the mask says, and nowhere else. */
function checkDecay({ name, conventions }: Optimizer): void {
  for (const [convention, { hyperparameters }] of Object.entries(conventions)) {
    for (const kind of ["l2", "decay"].filter((key) => key in hyperparameters)) {
      test(`${convention}: ${kind} acts where the mask says`, () => {
        const { leaves, w0, gradients } = traceInput(recordedTraces()[0]!, 3);
        const decayMask = w0.map((_, i) => i % 2);
        const end = (value: number) => {
          const chosen = { ...(kind === "l2" ? { decay: 0 } : {}), [kind]: value, lr: 0.01 };
          const request = {
            name,
            convention: convention as OptimizerRequest["convention"] & string,
            hyperparameters: chosen,
          };
          const { rule } = resolveOptimizer(request);
          return interpret(rule, {
            leaves,
            w0,
            gradients,
            decayMask,
            facts: (step) => ({ step, lr: 0.01, peakLr: 0.01, totalSteps: 100 }),
          }).at(-1)!;
        };
        const [without, decayed] = [end(0), end(5)];
        const touched = decayMask.map((_, i) => Number(without[i] !== decayed[i]));
        const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
        expect(touched.every((value, i) => value <= decayMask[i]!)).toBe(true);
        expect(total(touched)).toBeGreaterThan(0);
      });
    }
  }
}

/** How far two paths end from each other, relative to how far one went, with gradients scaled by two factors. */
function pathsApart(rule: Rule, lr: number, scales: readonly [number, number]): number {
  const { leaves, w0, gradients } = traceInput(recordedTraces()[0]!, 20);
  const end = (scale: number) => {
    const scaled = gradients.map((g) => g.map((value) => value * scale));
    return interpret(rule, {
      leaves,
      w0,
      gradients: scaled,
      facts: (step) => ({ step, lr, peakLr: lr, totalSteps: 100 }),
    }).at(-1)!;
  };
  const [one, other] = [end(scales[0]), end(scales[1])];
  return Math.hypot(...other.map((w, i) => w - one[i]!)) / Math.hypot(...one.map((w, i) => w - w0[i]!));
}
