import { mutate } from "../../program/mutate/mutate.ts";
import { tuneNumbers } from "../../program/mutate/tune-numbers.ts";
import { constants } from "./constants.ts";
import type { Method } from "./method.ts";

/**
 * Regularized evolution: the winner of a tournament, changed by one mutation. Source: Chen et al. 2023, arXiv:2302.06675.
 *
 * Additions, all off by default: some children tune numbers; parents for tuning may come from all kinds of programs alike
 * (niches protect a change of statements until its numbers suit it: Stanley & Miikkulainen 2002, NEAT); and the first
 * evaluations may all tune.
 */
export const evolution: Method = {
  name: "evolution",
  summary: "the winner of a tournament, with one statement inserted, deleted or changed",
  selects: true,
  conceive: (nursery, rng) => {
    const { population, island, tournament, mutation, tune, niches, tunesFirst } = nursery;
    if (tunesFirst) {
      const tuned = constants.conceive(nursery, rng);
      if (tuned !== null) return tuned;
    }
    const tunes = tune > 0 && rng.uniform() < tune;
    const parent =
      tunes && niches !== null
        ? population.selectNiche(island, niches, rng)
        : population.select(island, tournament, rng);
    const mutant = (tunes ? tuneNumbers(parent.genome, rng) : null) ?? mutate(parent.genome, rng, mutation);
    return mutant === null ? null : { parent, genome: mutant.child, edits: mutant.edits, invalid: mutant.invalid };
  },
};
