import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  adamwSeed,
  discovered,
  genomeFrom,
  genomes,
  rawDiscovered,
  trajectory,
} from "../../../test/samples/genomes.ts";
import { bindGenome, genomeText } from "../program-of.ts";
import { dependenceOf, dependenceWithinStep, pruneGenome, redundancyOf } from "./dependence.ts";
import { identityOf } from "./identity.ts";

const count = (live: Uint8Array): number => live.reduce((sum, one) => sum + one, 0);

describe("the raw program of the paper", () => {
  test("within one step 13 of 21 statements are live, 8 dead", () => {
    const { live, liveStates } = dependenceWithinStep(rawDiscovered);
    expect(live).toHaveLength(21);
    expect(count(live)).toBe(13);
    expect([...liveStates]).toEqual([1, 1]);
  });

  test("across steps 12 are live, and the live outputs are update and v", () => {
    const { live, liveStates } = dependenceOf(rawDiscovered);
    expect(count(live)).toBe(12);
    expect([...liveStates]).toEqual([0, 1]);
    expect(redundancyOf(rawDiscovered)).toBeCloseTo(9 / 21);
  });

  test("its pruned text", () => {
    expect(genomeText(pruneGenome(rawDiscovered))).toBe(`def train(w, g, m, v, lr):
  g = clip(g, lr)
  g = arcsin(g)
  m = interp(g, v, 0.8999999761581421)
  v1 = m * m
  v = interp(g, m, 1.109133005142212)
  lr = lr * 0.0002171761734643951
  update = m * lr
  v1 = sqrt(v1)
  update = update / v1
  wd = lr * 0.4601978361606598
  wd = wd * w
  update = update + wd
  return update, m, v
`);
  });
});

describe("states", () => {
  test("cosh of Program 4 is dead across steps alone", () => {
    expect(count(dependenceWithinStep(discovered).live)).toBe(discovered.body.length);
    expect(pruneGenome(discovered).body).toEqual(discovered.body.filter(({ fn }) => fn.name !== "cosh"));
  });

  test("one that only feeds itself is dead; one that feeds a live state is live", () => {
    const states = (body: string) => [
      ...dependenceOf(genomeFrom(`def train(w, g, m, v, lr):\n${body}\nreturn g, m, v`)).liveStates,
    ];
    expect(states("m = m + g")).toEqual([0, 0]);
    expect(states("g = m + g; m = v * 0.5; v = v + w")).toEqual([1, 1]);
    expect(states("m = v; v = m")).toEqual([0, 0]);
  });

  test("a dead state is returned under the name of its input", () => {
    const genome = genomeFrom("def train(w, g, a, b, c, lr, step):\nx = sin(b)\nu = g + c\nreturn u, x, u, c");
    expect(genomeText(pruneGenome(genome))).toBe(
      "def train(w, g, a, b, c, lr, step):\n  u = g + c\n  return u, a, b, c\n",
    );
  });
});

test("a program without statements has no redundancy", () => {
  expect(redundancyOf(genomeFrom("def train(w, g, lr): return g"))).toBe(0);
  expect(redundancyOf(adamwSeed)).toBe(0);
});

test("pruning never changes the weights, bit for bit, nor the identity; it is done after one pass", () => {
  fc.assert(
    fc.property(genomes, (genome) => {
      const pruned = pruneGenome(genome);
      expect(trajectory(pruned)).toEqual(trajectory(genome));
      expect(identityOf(pruned)).toBe(identityOf(genome));
      expect(pruneGenome(pruned)).toEqual(pruned);
    }),
    { numRuns: 150, seed: 3 },
  );
});

test("states that binding keeps are live here too", () => {
  fc.assert(
    fc.property(genomes, (genome) => {
      const { liveStates } = dependenceOf(genome);
      const live = ["m", "v"].filter((_, i) => liveStates[i] === 1);
      for (const { name } of bindGenome(genome).slots) expect(live).toContain(name);
    }),
    { numRuns: 100, seed: 4 },
  );
});
