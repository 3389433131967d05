/**
 * The baseline of tuning: one number of a program changes, and nothing else.
 * Source: `hparam_tune` of google/automl hero.
 */
import type { Rng } from "../../core/rng.ts";
import { dependenceOf } from "../abstract/dependence.ts";
import type { Edit, Genome } from "../genome.ts";
import { applyEdit } from "./apply-edit.ts";
import { scaledLiteral } from "./draw-edit.ts";
import type { Mutant } from "./mutate.ts";

/** The child by one tuning; null where there is no literal. Every such child is valid. */
export function mutateConstant(
  genome: Genome,
  rng: Rng,
  { liveOnly = false }: { readonly liveOnly?: boolean } = {},
): Mutant | null {
  const edit = drawTuning(genome, rng, { liveOnly });
  return edit === null ? null : { child: applyEdit(genome, edit), edits: [edit], invalid: 0 };
}

/**
 * One literal, drawn uniformly, multiplied by 2^a, a ~ N(0, 1); null where there is none. `liveOnly`: draws among literals of
 * statements that change the weights.
 */
export function drawTuning(genome: Genome, rng: Rng, { liveOnly }: { readonly liveOnly: boolean }): Edit | null {
  const live = liveOnly ? dependenceOf(genome).live : null;
  const literals = genome.body.flatMap(({ args }, at) => {
    if (live !== null && live[at] === 0) return [];
    return args.flatMap((value, argument) => (typeof value === "number" ? [{ at, argument, value }] : []));
  });
  if (literals.length === 0) return null;
  const { at, argument, value } = literals[rng.below(literals.length)]!;
  return { kind: "modify", at, argument, to: scaledLiteral(value, rng) };
}
