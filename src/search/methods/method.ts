/**
 * The contract of a method: how a search makes a child from what lives.
 *
 * Law: a conception is a function of the population, the island and the stream of random numbers alone.
 */
import type { Rng } from "../../core/rng.ts";
import type { Edit, Genome } from "../../program/genome.ts";
import type { Mutation } from "../../program/mutate/mutation.ts";
import type { SearchMethod } from "../../records/search-records.ts";
import type { Member } from "../member.ts";
import type { Population } from "../population.ts";

/** What a child is made from. */
export interface Nursery {
  readonly seed: Member;
  readonly population: Population;
  readonly island: number;
  readonly tournament: number;
  readonly mutation: Mutation;
  /** See `SearchConfig.evolution`. */
  readonly tune: number;
  readonly niches: number | null;
  /** Whether only numbers are to change as yet. */
  readonly tunesFirst: boolean;
}

/** A child before it is evaluated. */
export interface Conception {
  readonly parent: Member;
  readonly genome: Genome;
  readonly edits: readonly Edit[];
  /** Edits that were thrown away as invalid. */
  readonly invalid: number;
}

/** A way to search. */
export interface Method {
  readonly name: SearchMethod;
  /** One sentence, for help and reports. */
  readonly summary: string;
  /** Whether good programs have more children, so that islands, migration and restarts mean anything. */
  readonly selects: boolean;
  /** A child; null where the program offers nothing to change. */
  conceive(nursery: Nursery, rng: Rng): Conception | null;
}
