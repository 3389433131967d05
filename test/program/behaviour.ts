/**
 * Programs compared by what they do: weights after a few steps on random inputs, in float64, with the rounding that each
 * program would show by itself measured beside it.
 */
import { createRng } from "../../src/core/rng.ts";
import { bindProgram } from "../../src/program/bind.ts";
import { interpret, leavesOf } from "../../src/program/interpret.ts";
import { parseProgram } from "../../src/program/parse.ts";
import type { Rule } from "../../src/program/rule.ts";

const leaves = leavesOf([[3], [2]]);
const size = 5;
const stepCount = 4;

/** Values of one run, and by how much inputs changed in their last digits change them. */
interface Run {
  readonly values: readonly number[];
  readonly noise: readonly number[];
}

/** How two programs differ over some random runs. */
export interface Comparison {
  /** Values that could be compared: finite in the first program, and not rounding noise alone. */
  readonly compared: number;
  /** The largest relative difference among them. */
  readonly worst: number;
}

/**
 * Compares `second` to `first` where `first` is finite and its rounding is small. `scale`: typical size of gradients.
 */
export function compareBehaviour(first: string, second: string, options: { seed: number; scale?: number }): Comparison {
  const { seed, scale = 0.5 } = options;
  let compared = 0;
  let worst = 0;
  const [a, b] = [first, second].map((text) => behaviour(text, { seed, scale }));
  a!.values.forEach((value, i) => {
    const size = Math.max(Math.abs(value), 1e-3);
    const noise = Math.max(a!.noise[i]!, b!.noise[i]!);
    if (!Number.isFinite(value) || !(noise < 1e-9 * size) || size > 1e6) return;
    compared += 1;
    const difference = Math.abs(value - b!.values[i]!);
    // A value without a counterpart counts as wholly different.
    const relative = Number.isFinite(difference) ? Math.max(0, difference - 1e3 * noise) / size : 1;
    worst = Math.max(worst, relative);
  });
  return { compared, worst };
}

function behaviour(text: string, options: { readonly seed: number; readonly scale: number }): Run {
  const rule = bindProgram(parseProgram(text), {});
  const values = weights(rule, { ...options, nudge: 0 });
  const nudged = [1e-15, -3e-15].map((nudge) => weights(rule, { ...options, nudge }));
  return { values, noise: values.map((value, i) => Math.max(...nudged.map((other) => Math.abs(other[i]! - value)))) };
}

/** Weights after every step; `nudge`: relative change of every input. */
function weights(rule: Rule, options: { seed: number; scale: number; nudge: number }): number[] {
  const { seed, scale, nudge } = options;
  const rng = createRng(seed, "behaviour");
  const nudges = createRng(seed, "nudges");
  const tree = (length: number) =>
    Array.from({ length: size }, () => length * rng.normal() * (1 + nudge * (0.5 + nudges.uniform())));
  const facts = (step: number) => ({ step, lr: 1 / (1 + step), peakLr: 1, totalSteps: 100 });
  const w0 = tree(1);
  const gradients = Array.from({ length: stepCount }, () => tree(scale));
  return interpret(rule, { leaves, w0, gradients, facts }).flatMap((w) => [...w]);
}
