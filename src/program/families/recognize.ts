/**
 * Says which known optimizer a program is, whatever its names and however it is written.
 *
 * The program's step is brought to normal form, families are matched on it, and the match is then run beside the program:
 * a family whose own program does something else is never reported. The rate is read off that run.
 */

import type { Program } from "../ast.ts";
import { bindProgram } from "../bind.ts";
import { interpret, leavesOf } from "../interpret.ts";
import { parseProgram } from "../parse.ts";
import type { Rule } from "../rule.ts";
import type { HyperparameterValues } from "../symbolic.ts";
import { directionsOf, probeGradients } from "./behaviour.ts";
import { describeFamily } from "./describe.ts";
import { type Family, type FamilyMatch, near } from "./family.ts";
import { families } from "./index.ts";
import { type NormalStep, normalStepOf } from "./normal-terms.ts";
import { type UpdateView, viewUpdate } from "./update-view.ts";

/** What a program was recognised as. */
export interface Recognition {
  /** Name of the family, such as `lion`. */
  readonly family: string;
  /** `Lion with β1 = 0.91, β2 = 0.986, weight decay 0.46, rate 2.2e-4`. */
  readonly description: string;
  /** The family's own numbers, and `rate`, `decay` where they are known. */
  readonly parameters: { readonly [name: string]: number };
  /** True where the family's program gives the same weights to rounding; false: below `difference`. */
  readonly exact: boolean;
  /** Largest relative difference of the weights that was seen beside the family's program; null where it was not run. */
  readonly difference: number | null;
  /** Whether the family is one of sign momentum. */
  readonly signMomentum: boolean;
}

/** Differences up to which a program is still the family: the 1e-8 of divisors stays far below. */
const closeEnough = 1e-3;
const rounding = 1e-9;

/** The family of a valid program, or null. Errors: none for valid programs, however odd. */
export function recognize(program: Program, hyperparameters: HyperparameterValues = {}): Recognition | null {
  const step = normalStepOf(program, hyperparameters);
  const view = step === null ? null : viewUpdate(step);
  if (step === null || view === null) return null;
  for (const family of families) {
    const match = family.match(view);
    const found = match === null ? null : confirm({ program, hyperparameters, view, family, match });
    if (found !== null) return found;
  }
  return null;
}

interface Claim {
  readonly program: Program;
  readonly hyperparameters: HyperparameterValues;
  readonly view: UpdateView;
  readonly family: Family;
  readonly match: FamilyMatch;
}

/** Runs the claim; null where it does not hold. */
function confirm(claim: Claim): Recognition | null {
  const { view, family, match } = claim;
  const own = { ...match.parameters, ...epsilonsOf(view.step) };
  const rule = bindProgram(claim.program, claim.hyperparameters);
  const unit = () => familyRule(family, view, { ...own, rate: 1, decay: 0 });
  const plain = match.gradient === "g";
  const rate = plain ? fitRate(rule, unit(), view) : view.rate;
  if (rate === null || !(rate > 0)) return null;
  const decay = view.decay.kind === "multiple" ? (view.decay.factor * view.rate) / rate : null;
  const parameters = { ...match.parameters, rate, ...(decay === null ? {} : { decay }) };
  const runs = plain && decay !== null;
  const difference = runs ? largestDifference(rule, familyRule(family, view, { ...own, rate, decay })) : null;
  if (difference !== null && !(difference <= closeEnough)) return null;
  return {
    family: family.name,
    description: describeFamily(family, { parameters, match, view }),
    parameters,
    exact: difference !== null && difference <= rounding,
    difference,
    signMomentum: family.signMomentum,
  };
}

/** Small constants of divisors; the largest of each kind stands for all. */
function epsilonsOf({ epsilons }: NormalStep): { outside: number; inside: number } {
  return { outside: Math.max(0, ...epsilons.outside), inside: Math.max(0, ...epsilons.inside) };
}

function familyRule(family: Family, view: UpdateView, numbers: { readonly [name: string]: number }): Rule {
  const rate = view.scheduled ? "rate * lr" : "rate";
  const program = parseProgram(`${family.program}\nw = w - ${rate} * (d + decay * w)`);
  return bindProgram(program, numbers);
}

/** The number that the family's directions must be multiplied with, as it is written where it is that; null where there is none. */
function fitRate(rule: Rule, unit: Rule, { rate: written, tree }: UpdateView): number | null {
  const gradients = probeGradients(7);
  const [wanted, given] = [directionsOf(rule, gradients), directionsOf(unit, gradients)].map((all) =>
    all.flatMap((direction) => [...direction]),
  );
  const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
  const rate = dot(wanted!, given!) / dot(given!, given!);
  const isSign = tree.every(({ power }) => power === 0);
  if (near(rate, written) || (isSign && Math.abs(rate - written) <= closeEnough * written)) return written;
  return Number.isFinite(rate) ? rate : null;
}

function largestDifference(a: Rule, b: Rule): number {
  const leaves = leavesOf([[5], [3]]);
  const w0 = probeGradients(8, 1)[0]!;
  const facts = (step: number) => ({ step, lr: 1 / (1 + 0.1 * step), peakLr: 1, totalSteps: 25 });
  const input = { leaves, w0, gradients: probeGradients(9, 25), facts };
  const [first, second] = [interpret(a, input), interpret(b, input)];
  let worst = 0;
  first.forEach((weights, t) => {
    const before = t === 0 ? w0 : first[t - 1]!;
    const beforeSecond = t === 0 ? w0 : second[t - 1]!;
    const moves = weights.map((value, i) => value - before[i]!);
    const largest = Math.max(...moves.map(Math.abs), Number.MIN_VALUE);
    moves.forEach((move, i) => {
      const apart = Math.abs(move - (second[t]![i]! - beforeSecond[i]!)) / largest;
      worst = Number.isNaN(apart) ? Number.POSITIVE_INFINITY : Math.max(worst, apart);
    });
  });
  return worst;
}
