import { describe, expect, test } from "vitest";
import { adamwSeed, discovered, genomeFrom } from "../../../test/samples/genomes.ts";
import { createRng } from "../../core/rng.ts";
import { checkGenome } from "../abstract/types.ts";
import type { Genome } from "../genome.ts";
import { mutate } from "./mutate.ts";
import { createMutation, defaultMutation } from "./mutation.ts";
import { changeableLength, requireRateLast } from "./rate-last.ts";
import { tuneNumbers } from "./tune-numbers.ts";

const weights = { insert: 2, delete: 1, modify: 2, wrap: 1 };
const mutation = createMutation({
  ...defaultMutation,
  ...{ weights, rate: "last-factor", graft: 0.5, inPlace: 0.3, newConstant: "normal", resample: true },
});

/** Programs that a walk of mutations and tunings comes by. */
function walk(first: Genome, seed: number, steps: number): Genome[] {
  const rng = createRng(seed, "rate walk");
  let genome = first;
  return Array.from({ length: steps }, (_, step) => {
    genome = (step % 5 === 4 ? tuneNumbers(genome, rng) : mutate(genome, rng, mutation))!.child;
    return genome;
  });
}

test("however a program is mutated, its rate stays the last factor", () => {
  for (const seed of [1, 2, 3]) {
    const met = walk(adamwSeed, seed, 200);
    for (const genome of met) {
      expect(checkGenome(genome)).toBeNull();
      requireRateLast(genome);
      expect(genome.body.length - changeableLength(genome, { rate: "last-factor" })).toBe(2);
    }
    expect(met.some(({ body }) => body.at(-2)!.args[1] !== 0.001)).toBe(true); // numbers of the tail do change
  }
});

test("without the option, a walk soon reads the rate elsewhere", () => {
  const free = createMutation({ ...defaultMutation, newConstant: "normal" });
  const rng = createRng(1, "rate walk");
  let genome = adamwSeed;
  const breaks = (): boolean => {
    try {
      requireRateLast(genome);
      return false;
    } catch {
      return true;
    }
  };
  for (let step = 0; step < 100 && !breaks(); step++) genome = mutate(genome, rng, free)!.child;
  expect(breaks()).toBe(true);
});

describe("seeds", () => {
  test.each([
    ["a quotient by what is no rate", "def train(w, g, lr):\nlr = lr / 2\nu = g * lr\nreturn u"],
    ["the rate itself, not scaled", "def train(w, g, m, lr):\nm = interp(g, m, 0.9)\nu = lr * m\nreturn u, m"],
  ])("%s is a last factor", (_, text) => {
    expect(() => requireRateLast(genomeFrom(text))).not.toThrow();
  });

  test.each([
    ["a root", "def train(w, g, lr):\nlr = sqrt(lr)\nu = g * lr\nreturn u"],
    ["a square", "def train(w, g, lr):\nlr = lr * lr\nu = g * lr\nreturn u"],
    ["a divisor", "def train(w, g, lr):\nu = g / lr\nreturn u"],
    ["decay after the rate", "def train(w, g, lr):\nu = g * lr\nd = w * 0.1\nu = u + d\nreturn u"],
    ["a state that holds it", "def train(w, g, m, lr):\nm = g * lr\nreturn m, m"],
    ["no rate at all", "def train(w, g, lr):\nu = g * 0.1\nreturn u"],
  ])("%s is none", (_, text) => {
    expect(() => requireRateLast(genomeFrom(text))).toThrow(/Cannot keep the rate as the last factor/);
  });

  test("of the paper's programs the seed has it last, and the find, which clips by it, has not", () => {
    expect(() => requireRateLast(adamwSeed)).not.toThrow();
    expect(() => requireRateLast(discovered)).toThrow(/clip/);
  });
});
