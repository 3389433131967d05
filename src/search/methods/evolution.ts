import { mutate } from "../../program/mutate/mutate.ts";
import { constants } from "./constants.ts";
import type { Method } from "./method.ts";

/** Regularized evolution: the winner of a tournament, changed by one mutation. Source: Chen et al. 2023, arXiv:2302.06675. */
export const evolution: Method = {
  name: "evolution",
  summary: "the winner of a tournament, with one statement inserted, deleted or changed",
  selects: true,
  conceive: (nursery, rng) => {
    if (nursery.tunesFirst) {
      const tuned = constants.conceive(nursery, rng);
      if (tuned !== null) return tuned;
    }
    const { population, island, tournament, mutation } = nursery;
    const parent = population.select(island, tournament, rng);
    const mutant = mutate(parent.genome, rng, mutation);
    return mutant === null ? null : { parent, genome: mutant.child, edits: mutant.edits, invalid: mutant.invalid };
  },
};
