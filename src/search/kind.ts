/**
 * Kinds of programs, the niches of evolution.
 */
import { pruneGenome } from "../program/abstract/dependence.ts";
import type { Genome } from "../program/genome.ts";

/**
 * Names of the functions that a program's live statements call, each once, in order. Coarse on purpose: programs that are
 * equal but for numbers come in so many kinds that none is tuned for long.
 */
export function kindOf(genome: Genome): string {
  return [...new Set(pruneGenome(genome).body.map(({ fn }) => fn.name))].sort().join(" ");
}
