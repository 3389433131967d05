import type { Rng } from "../../core/rng.ts";
import type { Edit } from "../../program/genome.ts";
import { mutate } from "../../program/mutate/mutate.ts";
import type { Method } from "./method.ts";

/** Mean number of mutations between the seed and a child. */
const meanMutations = 8;

/**
 * Baseline: the seed, mutated n times, without selection.
 *   P(n) = p (1 - p)^(n - 1), n = 1, 2, …, with p = 1 / 8, so that near and far programs are both drawn
 */
export const random: Method = {
  name: "random",
  summary: `the seed, mutated n times, n geometric with mean ${meanMutations}, without selection`,
  selects: false,
  conceive: ({ seed, mutation }, rng) => {
    let { genome } = seed;
    const edits: Edit[] = [];
    let invalid = 0;
    for (let left = geometric(rng); left > 0; left--) {
      const mutant = mutate(genome, rng, mutation);
      if (mutant === null) break;
      genome = mutant.child;
      edits.push(...mutant.edits);
      invalid += mutant.invalid;
    }
    return edits.length === 0 ? null : { parent: seed, genome, edits, invalid };
  },
};

/** By inversion: the least n with 1 - (1 - p)^n > u. */
function geometric(rng: Rng): number {
  return 1 + Math.floor(Math.log1p(-rng.uniform()) / Math.log1p(-1 / meanMutations));
}
