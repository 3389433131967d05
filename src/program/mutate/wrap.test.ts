import { describe, expect, test } from "vitest";
import { adamwSeed, genomeFrom, randomGenome } from "../../../test/samples/genomes.ts";
import { createRng } from "../../core/rng.ts";
import { dependenceOf } from "../abstract/dependence.ts";
import { checkGenome, operandType, scopeBefore } from "../abstract/types.ts";
import { recognize } from "../families/recognize.ts";
import type { Genome, MutationOptions } from "../genome.ts";
import { programOf } from "../program-of.ts";
import { applyEdit } from "./apply-edit.ts";
import { type Mutant, mutate } from "./mutate.ts";
import { createMutation, defaultMutation } from "./mutation.ts";

const onlyWraps = { insert: 0, delete: 0, modify: 0, wrap: 1 };

function wraps(genome: Genome, count: number, options: Partial<MutationOptions> = {}): Mutant[] {
  const mutation = createMutation({ ...defaultMutation, weights: onlyWraps, ...options });
  const rng = createRng(1, "wraps");
  return Array.from({ length: count }, () => mutate(genome, rng, mutation)!);
}

describe("a wrap", () => {
  test("lets one live use read a new value that is made of the old one, and nothing else", () => {
    for (const parent of [adamwSeed, randomGenome(3, 30), randomGenome(4, 60)]) {
      const { live } = dependenceOf(parent);
      for (const { child, edits, invalid } of wraps(parent, 300)) {
        expect(checkGenome(child)).toBeNull();
        expect(invalid).toBe(0);
        const [insertion, use] = edits;
        if (insertion.kind !== "insert" || use?.kind !== "modify") throw new Error(JSON.stringify(edits));
        expect(live[insertion.at]).toBe(1);
        const was = parent.body[insertion.at]!;
        const used = was.args[use.argument]!;
        expect(insertion.args).toContain(used);
        expect([use.at, use.to]).toEqual([insertion.at + 1, insertion.target]);
        expect(parent.body.some(({ target }) => target === insertion.target)).toBe(false);
        const types = scopeBefore(child, insertion.at + 1);
        expect(operandType(types, insertion.target)).toBe(operandType(types, used));
        const rest = child.body.toSpliced(insertion.at, 2);
        expect(rest).toEqual(parent.body.toSpliced(insertion.at, 1));
      }
    }
  });

  test("is what its edits make of the parent, also where it is grafted", () => {
    const all = wraps(adamwSeed, 400, { graft: 1 });
    const grafted = all.filter(({ edits }) => edits.length === 3);
    expect(grafted.length).toBeGreaterThan(40);
    for (const { child, edits } of all) {
      const read = JSON.parse(JSON.stringify(edits)) as Mutant["edits"];
      expect(read.reduce<Genome>((genome, edit) => applyEdit(genome, edit), adamwSeed)).toEqual(child);
    }
    for (const { child, edits } of grafted) {
      const [insertion, scaling] = edits as readonly { readonly target?: string; readonly at: number }[];
      expect(scaling!.target).toBe(insertion!.target);
      expect(child.body[scaling!.at + 1]!.args).toContain(insertion!.target);
    }
  });

  test("needs room: at the limit of length there is none", () => {
    const mutation = createMutation({ ...defaultMutation, weights: onlyWraps, maxLength: 10 });
    expect(mutate(adamwSeed, createRng(1), mutation)).toBeNull();
    for (const { child } of wraps(adamwSeed, 200, { maxLength: 11, graft: 1 })) expect(child.body).toHaveLength(10);
  });
});

describe("averages by their share", () => {
  test("the new weight is 1 - share, log-uniform, and what passes through is one of the two values", () => {
    const averages = { least: 0.016, most: 0.5 };
    const found = wraps(adamwSeed, 3000, { functions: ["interp"], averages }).map(({ edits: [edit] }) => {
      if (edit.kind !== "insert") throw new Error(edit.kind);
      return 1 - (edit.args[2] as number);
    });
    const heights = found.map((share) => Math.log(share / averages.least) / Math.log(averages.most / averages.least));
    expect(Math.min(...heights)).toBeGreaterThan(-0.001);
    expect(Math.max(...heights)).toBeLessThan(1.001);
    for (const quarter of [0.25, 0.5, 0.75]) {
      const below = heights.filter((height) => height < quarter).length / heights.length;
      expect(Math.abs(below - quarter)).toBeLessThan(0.05);
    }
  });

  test("a share of wraps are averages where that is asked for", () => {
    const averages = { least: 0.016, most: 0.5 };
    const shareOf = (wrapped: number): number => {
      const edits = wraps(adamwSeed, 2000, { averages: { ...averages, wraps: wrapped } }).map(
        ({ edits: [edit] }) => edit,
      );
      return edits.filter((edit) => edit.kind === "insert" && edit.fn === "interp").length / edits.length;
    };
    expect(shareOf(0.5)).toBeGreaterThan(0.4);
    expect(shareOf(0.5)).toBeLessThan(0.6);
    expect(shareOf(0)).toBeLessThan(0.1);
  });

  test.each([
    { least: 0, most: 0.5 },
    { least: 0.5, most: 0.1 },
    { least: 0.5, most: 1.5 },
    { least: Number.NaN, most: 0.5 },
  ])("%o makes no sense", (averages) => {
    expect(() => createMutation({ ...defaultMutation, averages })).toThrow(/Shares of averages/);
  });
});

const averagesOf = ({ body }: Genome): number => body.filter(({ fn }) => fn.name === "interp").length;

test("Lion is one wrap from signum, and out of reach without", () => {
  const signum = genomeFrom(
    "def train(w, g, m, lr):\nm = interp(g, m, 0.98)\nu = sign(m)\nd = w * 0.1\nu = u + d\nlr = lr * 0.001\nu = u * lr\nreturn u, m",
  );
  const functions = ["+", "-", "*", "/", "max", "abs", "square", "sqrt", "sign", "interp"];
  const lions = (options: Partial<MutationOptions>): number =>
    wraps(signum, 4000, { functions, averages: { least: 0.016, most: 0.5 }, ...options }).filter(
      ({ child }) => averagesOf(child) === 2 && recognize(programOf(child))?.family === "lion",
    ).length;
  expect(lions({})).toBeGreaterThan(5);
  expect(lions({ weights: { insert: 1, delete: 1, modify: 1 }, inPlace: 0.5 })).toBeLessThan(2);
});
