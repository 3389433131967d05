/**
 * The baseline of tuning: one number of a program changes, and nothing else.
 * Source: `hparam_tune` of google/automl hero.
 */
import type { Rng } from "../../core/rng.ts";
import { dependenceOf } from "../abstract/dependence.ts";
import type { Genome } from "../genome.ts";
import { applyEdit } from "./apply-edit.ts";
import { scaledLiteral } from "./draw-edit.ts";
import type { Mutant } from "./mutate.ts";

/**
 * The child with one literal, drawn uniformly, multiplied by 2^a, a ~ N(0, 1); null where there is no literal. `liveOnly`:
 * draws among literals of statements that change the weights. Every such child is valid.
 */
export function mutateConstant(
  genome: Genome,
  rng: Rng,
  { liveOnly = false }: { readonly liveOnly?: boolean } = {},
): Mutant | null {
  const live = liveOnly ? dependenceOf(genome).live : null;
  const literals = genome.body.flatMap(({ args }, at) => {
    if (live !== null && live[at] === 0) return [];
    return args.flatMap((value, argument) => (typeof value === "number" ? [{ at, argument, value }] : []));
  });
  if (literals.length === 0) return null;
  const { at, argument, value } = literals[rng.below(literals.length)]!;
  const edit = { kind: "modify", at, argument, to: scaledLiteral(value, rng) } as const;
  return { child: applyEdit(genome, edit), edits: [edit], invalid: 0 };
}
