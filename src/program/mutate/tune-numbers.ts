/**
 * Tuning: some numbers of a program change, and nothing else.
 *
 * Rate, decay and averages depend on each other: a search that moves one number at a time stays where no single one can
 * gain. So each number changes every other time, and at least one does; all by steps of one spread s, long or short. The weight
 * of an average is moved by its distance to 1: what matters of it is its memory, 1 / (1 - x) steps.
 *   x' = x 2^(s a), or 1 - x' = (1 - x) 2^(s a), a ~ N(0, 1)
 * Source: `hparam_tune` of google/automl hero, which multiplies one number by 2^a.
 */
import type { Rng } from "../../core/rng.ts";
import { dependenceOf } from "../abstract/dependence.ts";
import type { Edit, Genome } from "../genome.ts";
import { applyEdit } from "./apply-edit.ts";
import { boundedLiteral } from "./draw-edit.ts";
import type { Mutant } from "./mutate.ts";

/** Standard deviations of steps, doublings. */
const spreads: readonly number[] = [1, 0.5, 0.25];

/** Chance of each number to change, beside the one that does. */
const changing = 0.5;

/**
 * The child with some numbers of the statements that change the weights tuned, by steps of `spread` doublings (drawn by
 * default); null where there is none. It is valid.
 */
export function tuneNumbers(
  genome: Genome,
  rng: Rng,
  spread: number = spreads[rng.below(spreads.length)]!,
): Mutant | null {
  const numbers = liveNumbers(genome);
  if (numbers.length === 0) return null;
  const certain = rng.below(numbers.length);
  const edits = numbers.flatMap((number, i): Edit[] => {
    if (i !== certain && rng.uniform() >= changing) return [];
    const to = moved(number, 2 ** (spread * rng.normal()));
    return [{ kind: "modify", at: number.at, argument: number.argument, to }];
  });
  const child = edits.reduce((parent, edit) => applyEdit(parent, edit), genome);
  return { child, edits: edits as [Edit, ...Edit[]], invalid: 0 };
}

function moved({ value, weight }: NumberPlace, factor: number): number {
  return weight ? Math.max(0, 1 - (1 - value) * factor) : boundedLiteral(value * factor);
}

/** A number in a program: argument number `argument` of statement `at`. */
export interface NumberPlace {
  readonly at: number;
  readonly argument: number;
  readonly value: number;
  /** Whether it is the weight of an average: the last argument of `interp`, from 0 to below 1. */
  readonly weight: boolean;
}

/** The numbers of the statements that change the weights, in order. */
export function liveNumbers(genome: Genome): readonly NumberPlace[] {
  const { live } = dependenceOf(genome);
  return genome.body.flatMap(({ fn, args }, at) => {
    if (live[at] === 0) return [];
    return args.flatMap((value, argument) => {
      if (typeof value !== "number") return [];
      const weight = fn.name === "interp" && argument === 2 && value >= 0 && value < 1;
      return [{ at, argument, value, weight }];
    });
  });
}
