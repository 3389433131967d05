import { expect, test } from "vitest";
import { adamwSeed, discovered, genomeFrom, rawDiscovered } from "../../test/samples/genomes.ts";
import { identityOf } from "./abstract/identity.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { bindGenome } from "./program-of.ts";

const of = (body: string): string =>
  fingerprintOf(bindGenome(genomeFrom(`def train(w, g, m, v, lr): ${body}; return u, m, v`)));

test("joins what does the same, whatever its identity", () => {
  expect(of("u = (g + w) + lr")).toBe(of("u = g + (w + lr)"));
  expect(of("a = g - g; u = a + w")).toBe(of("u = w * 1"));
  expect(of("u = g * 0.1")).toBe(of("u = g * 0.10000000000000002"));
});

test("tells apart what does something else, within a few steps", () => {
  const bodies = [
    "u = g",
    "u = w",
    "u = -g",
    "u = g * lr",
    "u = norm(g)",
    "u = global_norm(g)",
    "u = m; m = g",
    "u = m; m = w",
  ];
  expect(new Set(bodies.map((body) => of(body.replace(/= (\w)(;|$)/g, "= $1 * 1$2")))).size).toBe(bodies.length);
  expect(of("u = g * 0.1")).not.toBe(of("u = g * 0.10001"));
});

test("is another value than the identity, and defined where weights are not numbers", () => {
  const programs = [adamwSeed, discovered, rawDiscovered];
  for (const genome of programs) {
    expect(fingerprintOf(bindGenome(genome))).toMatch(/^[0-9a-f]{32}$/);
    expect(fingerprintOf(bindGenome(genome))).not.toBe(identityOf(genome));
  }
  expect(of("u = log(m)")).not.toBe(of("u = arccos(4)"));
});
