import { tuneNumbers } from "../../program/mutate/tune-numbers.ts";
import type { Method } from "./method.ts";

/** Baseline: the seed's numbers are tuned by the same selection, its statements stay. Source: `hparam_tune` of google/automl hero. */
export const constants: Method = {
  name: "constants",
  summary: "the winner of a tournament, with some of its numbers multiplied by 2^a, a ~ N(0, s²)",
  selects: true,
  conceive: ({ population, island, tournament }, rng) => {
    const parent = population.select(island, tournament, rng);
    const mutant = tuneNumbers(parent.genome, rng);
    return mutant === null ? null : { parent, genome: mutant.child, edits: mutant.edits, invalid: mutant.invalid };
  },
};
