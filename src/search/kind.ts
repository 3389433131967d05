/**
 * Kinds of programs, the niches of evolution, and what a program costs.
 */
import { dependenceOf, pruneGenome } from "../program/abstract/dependence.ts";
import type { Genome } from "../program/genome.ts";

/** What makes a kind, see `evolution.kinds` of a discovery. */
export type KindMark = "functions" | "averages";

/**
 * Names of the functions that a program's live statements call, each once, in order; with `averages` also how many averages
 * and states are live, so that Lion is another kind than signum. Coarse on purpose: programs that are equal but for numbers
 * come in so many kinds that none is tuned for long.
 */
export function kindOf(genome: Genome, mark: KindMark = "functions"): string {
  const called = pruneGenome(genome).body.map(({ fn }) => fn.name);
  const functions = [...new Set(called)].sort().join(" ");
  if (mark === "functions") return functions;
  const averages = called.filter((name) => name === "interp").length;
  return `${functions}, averages ${averages}, states ${liveStates(genome)}`;
}

/** Live statements and live states, what parsimony prices. */
export function sizeOf(genome: Genome): number {
  return pruneGenome(genome).body.length + liveStates(genome);
}

function liveStates(genome: Genome): number {
  return dependenceOf(genome).liveStates.reduce((sum, one) => sum + one, 0);
}
