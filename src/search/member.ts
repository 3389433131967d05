/**
 * Members of a population: what selection sees of a program.
 */
import type { Genome } from "../program/genome.ts";
import type { ChildRecord, SearchConfig } from "../records/search-records.ts";
import { kindOf, sizeOf } from "./kind.ts";

/** A program in the population. */
export interface Member {
  /** The child that it is. */
  readonly id: number;
  readonly genome: Genome;
  readonly identity: string;
  readonly fitness: number;
  /** What selection goes by: fitness less the price of what the program is made of. */
  readonly worth: number;
  /** Alike for programs of one kind, see `kind.ts`; empty where niches do not matter. */
  readonly kind: string;
}

/** The member that a committed child becomes. */
export function memberOf(
  { id, identity, fitness }: Pick<ChildRecord, "id" | "identity" | "fitness">,
  genome: Genome,
  { niches, kinds, parsimony = 0 }: SearchConfig["evolution"],
): Member {
  const kind = niches === null ? "" : kindOf(genome, kinds);
  const worth = parsimony === 0 ? fitness : fitness - parsimony * sizeOf(genome);
  return { id, genome, identity, fitness, worth, kind };
}
