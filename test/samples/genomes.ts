/**
 * Genomes for tests: the published programs, random ones, and what they do.
 */
import fc from "fast-check";
import { createRng } from "../../src/core/rng.ts";
import { paperAdamwSeed } from "../../src/optimizers/paper-adamw-seed.ts";
import { paperDiscovered } from "../../src/optimizers/paper-discovered.ts";
import type { Genome } from "../../src/program/genome.ts";
import { genomeOf } from "../../src/program/genome-of.ts";
import { interpret, leavesOf } from "../../src/program/interpret.ts";
import { mutate } from "../../src/program/mutate/mutate.ts";
import { createMutation, defaultMutation, type Mutation } from "../../src/program/mutate/mutation.ts";
import { parseProgram } from "../../src/program/parse.ts";
import { bindGenome } from "../../src/program/program-of.ts";
import type { Rule } from "../../src/program/rule.ts";
import { rawDiscoveredText } from "./raw-discovered.ts";

/** The genome of a text. */
export function genomeFrom(text: string): Genome {
  return genomeOf(parseProgram(text), text);
}

/** Program 3 of the paper: AdamW, the search's seed. */
export const adamwSeed = genomeFrom(paperAdamwSeed.conventions.paper!.program);

/** Program 4 of the paper. */
export const discovered = genomeFrom(paperDiscovered.conventions.paper!.program);

/** Program 8 of the paper: what the search found, as it was. */
export const rawDiscovered = genomeFrom(rawDiscoveredText);

const options = { ...defaultMutation, newConstant: "normal", resample: true, constants: [0, 2, -1] } as const;

/** Mutation with every kind of literal. */
export const richMutation: Mutation = createMutation(options);

/** The AdamW seed after so many mutations. */
export function randomGenome(seed: number, mutations: number, mutation: Mutation = richMutation): Genome {
  const rng = createRng(seed, "random genome");
  let genome = adamwSeed;
  for (let i = 0; i < mutations; i++) genome = mutate(genome, rng, mutation)!.child;
  return genome;
}

/** Random genomes, from one mutation to long walks. */
export const genomes: fc.Arbitrary<Genome> = fc
  .tuple(fc.nat(), fc.integer({ min: 1, max: 60 }))
  .map(([seed, mutations]) => randomGenome(seed, mutations));

const leaves = leavesOf([[2], [1]]);
const w0 = [0.5, -0.2, 0.1];
const gradients = [
  [0.1, -0.02, 0.3],
  [-0.4, 0.03, 0.2],
  [0.05, 0.6, -0.7],
];

/** Weights after each of three steps under a falling rate. */
export function trajectory(of: Genome | Rule): number[][] {
  const rule = "apply" in of ? of : bindGenome(of);
  const facts = (step: number) => ({ step, lr: 1 - 0.3 * (step - 1), peakLr: 1, totalSteps: 100 });
  return interpret(rule, { leaves, w0, gradients, facts }).map((weights) => [...weights]);
}
