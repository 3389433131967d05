/**
 * What a program does to a gradient: its steps on one weight over a hundred gradients of a few kinds, computed by the library's own float64
 * interpreter. Weights are set to zero before every step, so that weight decay adds nothing; the rate is 1 times what the program says itself.
 */
import { LabError } from "../../../src/core/errors.ts";
import { createRng } from "../../../src/core/rng.ts";
import { optimizers } from "../../../src/optimizers/index.ts";
import { resolveLibrary } from "../../../src/optimizers/resolve-text.ts";
import { bindProgram } from "../../../src/program/bind.ts";
import { directionsOf } from "../../../src/program/families/behaviour.ts";
import { leavesOf } from "../../../src/program/interpret.ts";
import { parseProgram } from "../../../src/program/parse.ts";
import type { Rule } from "../../../src/program/rule.ts";

/** Steps, and the size of gradients, which is one that training knows. */
const [steps, size] = [100, 0.1];

/** One weight. */
const leaves = leavesOf([[1]]);

/** A kind of gradients. */
export interface GradientKind {
  readonly name: string;
  /** What it stands for. */
  readonly about: string;
  /** One a step. */
  readonly gradients: readonly number[];
}

const rng = createRng(7, "behaviour");

/** Kinds, one figure each. */
export const gradientKinds: readonly GradientKind[] = [
  { name: "constant", about: "a long slope", gradients: each(() => size) },
  { name: "alternating", about: "turns every fifth step", gradients: each((at) => (at % 10 < 5 ? size : -size)) },
  { name: "noisy", about: "a slope in noise", gradients: each(() => size * (0.2 + rng.normal())) },
  { name: "rare and large", about: "one step of twenty", gradients: each((at) => (at % 20 === 5 ? 5 * size : 0)) },
  { name: "decaying", about: "towards a minimum", gradients: each((at) => size * 0.95 ** at) },
];

/** What a program does to each kind: its steps, or why there are none. */
export interface Behaviour {
  /**
   * By kind, in its order: steps relative to the one that the program takes under a constant gradient of the same size in the end; null where
   * a step is no finite number.
   */
  readonly steps: readonly (readonly (number | null)[])[];
  /** What went wrong, in a sentence; null: nothing. */
  readonly fault: string | null;
}

/** Computes the behaviour of a program's text, with the hyperparameters that it declares. */
export function behaviourOf(program: string): Behaviour {
  try {
    return behaviourOfRule(bindProgram(parseProgram(program), {}, program));
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return { steps: gradientKinds.map(() => []), fault: `The program does not run: ${error.message}` };
  }
}

/** The same of an optimizer of the library, with its defaults. */
export function behaviourOfLibrary(name: string): Behaviour {
  return behaviourOfRule(resolveLibrary({ name }).rule);
}

/** Those that a program is shown beside, with their titles. */
export const companions: readonly { readonly name: string; readonly title: string }[] = optimizers
  .filter(({ name }) => name === "adam" || name === "lion")
  .map(({ name, title }) => ({ name, title }));

function behaviourOfRule(rule: Rule): Behaviour {
  const raw = gradientKinds.map(({ gradients }) => stepsOn(rule, gradients));
  const unit = Math.abs(raw[0]!.at(-1)!);
  const scale = unit > 0 && Number.isFinite(unit) ? unit : 1;
  // Adding 0 makes a negative zero an ordinary one.
  const scaled = raw.map((own) => own.map((step) => (Number.isFinite(step) ? step / scale + 0 : null)));
  return { steps: scaled, fault: faultOf(raw, unit) };
}

function stepsOn(rule: Rule, gradients: readonly number[]): readonly number[] {
  const directions = directionsOf(
    rule,
    gradients.map((gradient) => [gradient]),
    { leaves, rate: () => 1 },
  );
  return directions.map((direction) => direction[0]!);
}

function faultOf(raw: readonly (readonly number[])[], unit: number): string | null {
  const broken = raw.map((own) => own.findIndex((step) => !Number.isFinite(step)));
  const kind = broken.findIndex((at) => at >= 0);
  if (kind >= 0)
    return `From step ${broken[kind]! + 1} of the ${gradientKinds[kind]!.name} gradients on, its steps are no finite numbers.`;
  if (unit === 0) return "Under a constant gradient it takes no step in the end, so its steps are shown as they are.";
  return null;
}

function each(of: (at: number) => number): readonly number[] {
  return Array.from({ length: steps }, (_, at) => of(at));
}
