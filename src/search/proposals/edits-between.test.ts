import fc from "fast-check";
import { expect, test } from "vitest";
import { adamwSeed, genomeFrom, genomes, rawDiscovered } from "../../../test/samples/genomes.ts";
import type { Genome } from "../../program/genome.ts";
import { applyEdit } from "../../program/mutate/apply-edit.ts";
import { editsBetween } from "./edits-between.ts";

test("applied to the one they give the other", () => {
  fc.assert(
    fc.property(genomes, genomes, (from, to) => {
      const edits = editsBetween(from, to);
      expect(edits.reduce<Genome>((child, edit) => applyEdit(child, edit), from)).toEqual(to);
    }),
    { numRuns: 60, seed: 3 },
  );
});

test("they are as few as there can be", () => {
  expect(editsBetween(adamwSeed, adamwSeed)).toEqual([]);
  expect(editsBetween(rawDiscovered, rawDiscovered)).toEqual([]);
  const from = genomeFrom("def train(w, g, m, lr):\nm = interp(g, m, 0.9)\nu = sign(m)\nu = u * lr\nreturn u, m");
  const to = genomeFrom(
    "def train(w, g, m, lr):\nt = interp(g, m, 0.9)\nm = interp(g, m, 0.9)\nu = sign(t)\nu = u * lr\nreturn u, m",
  );
  expect(editsBetween(from, to)).toEqual([
    { kind: "insert", at: 0, target: "t", fn: "interp", args: ["g", "m", 0.9] },
    { kind: "insert", at: 2, target: "u", fn: "sign", args: ["t"] },
    { kind: "delete", at: 3 },
  ]);
});
