/**
 * The contract of a family: how an update of it looks in normal form, and the program that a match claims to equal.
 *
 * Law, held by `recognize.ts` for every match on plain gradients: `program` with the match's numbers gives the same weights
 * as the program that was recognised, to rounding or below the stated tolerance.
 */
import type { UpdateView } from "./update-view.ts";

/** Numbers of a match by name, in the order in which they are told. */
export type FamilyParameters = { readonly [name: string]: number };

/** A match. */
export interface FamilyMatch {
  /** Numbers of the family's own; decay and rate are added by the recogniser. */
  readonly parameters: FamilyParameters;
  /** What stands in the place of the gradient: `g` itself, or a function of it such as `arcsin(clip(g))`. */
  readonly gradient: string;
}

/** A family. */
export interface Family {
  readonly name: string;
  readonly title: string;
  /** One line for people. */
  readonly about: string;
  /** Whether its direction is the sign of a momentum. */
  readonly signMomentum: boolean;
  match(view: UpdateView): FamilyMatch | null;
  /** The direction's program in the library's dialect: statements that leave the direction in `d`, with parameters as hyperparameters. */
  readonly program: string;
}

/** Relative difference up to which numbers read off a program are taken as equal. */
export function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
}
