/**
 * The behaviour of a program on fixed inputs: a few steps on a small tree of weights, rounded and hashed.
 *
 * It joins programs whose identities differ although they do the same (x - x and 0, another order of a sum), and may join
 * programs that differ only later, or on other inputs: it is evidence of equality, not proof. Source: the functional
 * equivalence cache of Real et al. 2020, arXiv:2003.03384.
 */

import { createRng } from "../core/rng.ts";
import { sha256Text } from "../core/sha256.ts";
import { interpret, leavesOf } from "./interpret.ts";
import type { Rule, StepFacts } from "./rule.ts";

/** Significant digits that count. */
const digits = 6;
const steps = 5;
const leaves = leavesOf([[3, 2], [4], [1]]);
const size = 11;

/** 32 hexadecimal digits of the weights after each of five steps, in float64, to six significant digits. */
export function fingerprintOf(rule: Rule): string {
  const trajectory = interpret(rule, { leaves, w0: initialWeights, gradients, facts });
  return sha256Text(trajectory.map((weights) => [...weights].map(rounded).join(" ")).join("\n")).slice(0, 32);
}

/** Weights and gradients of the sizes that they have in training, the same for all programs. */
const initialWeights = drawn("weights", 0.3);
const gradients = Array.from({ length: steps }, (_, i) => drawn(`gradient ${i}`, 0.1));

function drawn(name: string, scale: number): Float64Array {
  const rng = createRng(0, "fingerprint", name);
  return Float64Array.from({ length: size }, () => scale * rng.normal());
}

/** A cosine from 1 downwards. */
function facts(step: number): StepFacts {
  return { step, lr: 0.5 * (1 + Math.cos((Math.PI * (step - 1)) / steps)), peakLr: 1, totalSteps: steps };
}

function rounded(value: number): string {
  return (value === 0 ? 0 : value).toPrecision(digits);
}
