/**
 * A stream of different programs, as a search meets them before selection: what benchmarks and tests run on.
 */
import { InternalError } from "../../core/errors.ts";
import { createRng } from "../../core/rng.ts";
import { identityOf } from "../abstract/identity.ts";
import type { Genome } from "../genome.ts";
import { mutate } from "./mutate.ts";
import { createMutation, type Mutation } from "./mutation.ts";

/** What the stream is made with. */
export interface StreamOptions {
  readonly seed: number;
  /** Programs after the first one. */
  readonly count: number;
  readonly mutation?: Mutation;
}

/**
 * Genomes with pairwise different identities, none of them the first one's: each is a mutant of one drawn from the stream so
 * far. Law: a function of the arguments.
 */
export function* mutationStream(first: Genome, options: StreamOptions): Generator<Genome, void, undefined> {
  const { seed, count, mutation = createMutation() } = options;
  const rng = createRng(seed, "mutation stream");
  const known = new Set([identityOf(first)]);
  const genomes = [first];
  while (genomes.length <= count) {
    const mutant = mutate(genomes[rng.below(genomes.length)]!, rng, mutation);
    if (mutant === null) throw new InternalError("a program of the stream has no mutant");
    const identity = identityOf(mutant.child);
    if (known.has(identity)) continue;
    known.add(identity);
    genomes.push(mutant.child);
    yield mutant.child;
  }
}
