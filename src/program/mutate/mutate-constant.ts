/**
 * Tuning: one number of a program changes, and nothing else.
 *
 * A number is multiplied by 2^a, a ~ N(0, 1) (`hparam_tune` of google/automl hero), or every other time a ~ N(0, 1/16): near
 * the best setting long steps only miss it. One from 0.5 to 1, the weight of an average as a rule, is moved by its distance to
 * 1 every other time: what matters of it is its memory, 1 / (1 - x) steps.
 *   1 - x' = (1 - x) 2^a
 */
import type { Rng } from "../../core/rng.ts";
import { dependenceOf } from "../abstract/dependence.ts";
import type { Genome } from "../genome.ts";
import { applyEdit } from "./apply-edit.ts";
import { boundedLiteral } from "./draw-edit.ts";
import type { Mutant } from "./mutate.ts";

/** Standard deviation of a short step, doublings. */
const shortStep = 0.25;

/** The child with one number, of a statement that changes the weights, tuned; null where there is none. It is valid. */
export function mutateConstant(genome: Genome, rng: Rng): Mutant | null {
  const literals = liveNumbers(genome);
  if (literals.length === 0) return null;
  const { at, argument, value } = literals[rng.below(literals.length)]!;
  const spread = rng.below(2) === 1 ? 1 : shortStep;
  const byDistance = value >= 0.5 && value < 1 && rng.below(2) === 1;
  const factor = 2 ** (spread * rng.normal());
  const to = byDistance ? movedToOne(value, factor) : boundedLiteral(value * factor);
  const edit = { kind: "modify", at, argument, to } as const;
  return { child: applyEdit(genome, edit), edits: [edit], invalid: 0 };
}

/** A number in a program: argument number `argument` of statement `at`. */
export interface NumberPlace {
  readonly at: number;
  readonly argument: number;
  readonly value: number;
}

/** The numbers of the statements that change the weights, in order. */
export function liveNumbers(genome: Genome): readonly NumberPlace[] {
  const { live } = dependenceOf(genome);
  return genome.body.flatMap(({ args }, at) =>
    live[at] === 0
      ? []
      : args.flatMap((value, argument) => (typeof value === "number" ? [{ at, argument, value }] : [])),
  );
}

/** 1 - (1 - x) `factor`, at least 0. */
export function movedToOne(value: number, factor: number): number {
  return Math.max(0, 1 - (1 - value) * factor);
}
