/**
 * The sign-momentum family: programs that step by the sign of a linear combination of momenta and the gradient.
 *
 * Structure is proof: apart from weight decay and a factor that is one number, the update is sign(L), where L is linear and
 * holds a state that is itself linear in gradients. Where structure says nothing, behaviour is evidence: all weights move by
 * one distance, whatever the scale of the gradients, and the step depends on the past.
 */
import type { Program } from "../ast.ts";
import { bindProgram } from "../bind.ts";
import type { HyperparameterValues } from "../symbolic.ts";
import { behavesLikeSign } from "./behaviour.ts";
import { type NormalStep, normalStepOf } from "./normal-terms.ts";
import { recognize } from "./recognize.ts";
import { linearTerms, signArgument, viewUpdate } from "./update-view.ts";

/** Whether a program belongs to the family, and how it is known. */
export interface SignMomentum {
  readonly member: boolean;
  /** `structure`: proved; `behaviour`: seen on fixed random gradients; null for no member. */
  readonly evidence: "structure" | "behaviour" | null;
}

/** Judges a valid program: by structure, else by behaviour. */
export function isSignMomentum(program: Program, hyperparameters: HyperparameterValues = {}): SignMomentum {
  const step = normalStepOf(program, hyperparameters);
  if (step !== null && hasSignOfMomentum(step)) return { member: true, evidence: "structure" };
  const { signLike, momentum } = behavesLikeSign(bindProgram(program, hyperparameters));
  return signLike && momentum ? { member: true, evidence: "behaviour" } : { member: false, evidence: null };
}

/** What a program is called. */
export interface NamedFamily {
  /** Alike for all programs of the family: `lion`, `sign momentum`. */
  readonly name: string;
  /** As reports print it, with its numbers, or with the evidence for it. */
  readonly text: string;
}

/** The recognised family, else the sign-momentum family, else null. */
export function familyOf(program: Program, hyperparameters: HyperparameterValues = {}): NamedFamily | null {
  const known = recognize(program, hyperparameters);
  if (known !== null) return { name: known.family, text: known.description };
  const { member, evidence } = isSignMomentum(program, hyperparameters);
  return member ? { name: "sign momentum", text: `sign momentum (by ${evidence})` } : null;
}

/** The text of `familyOf`. */
export function familyText(program: Program, hyperparameters: HyperparameterValues = {}): string | null {
  return familyOf(program, hyperparameters)?.text ?? null;
}

function hasSignOfMomentum(step: NormalStep): boolean {
  const view = viewUpdate(step);
  const inside = view === null ? null : signArgument(view);
  const terms = inside === null ? null : linearTerms(step, inside);
  const momenta = momentumStates(step);
  return terms?.some(({ kind, of }) => kind === "state" && momenta.has(of)) === true;
}

/** States that are linear in gradients and other such states, with the gradient somewhere among them. */
function momentumStates(step: NormalStep): Set<string> {
  const linear = new Map(step.states.map((state) => [state.name, linearTerms(step, state.after)] as const));
  const possible = new Set(step.states.map((state) => state.name));
  for (let changed = true; changed; ) {
    changed = false;
    for (const name of possible) {
      const terms = linear.get(name) ?? null;
      if (terms?.every(({ kind, of }) => kind !== "state" || possible.has(of)) === true) continue;
      possible.delete(name);
      changed = true;
    }
  }
  const fed = new Set<string>();
  for (let changed = true; changed; ) {
    changed = false;
    for (const name of possible) {
      const reached = linear.get(name)!.some(({ kind, of }) => kind === "gradient" || fed.has(of));
      if (!reached || fed.has(name)) continue;
      fed.add(name);
      changed = true;
    }
  }
  return fed;
}
