import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { adamwSeed, genomeFrom, genomes, richMutation } from "../../../test/samples/genomes.ts";
import { createRng } from "../../core/rng.ts";
import { sizeBefore } from "../abstract/sizes.ts";
import { checkGenome } from "../abstract/types.ts";
import type { Edit, Genome } from "../genome.ts";
import { applyEdit } from "./apply-edit.ts";
import { graftingEdit } from "./graft.ts";
import { mutate } from "./mutate.ts";
import { createMutation, defaultMutation } from "./mutation.ts";

const grafting = { ...richMutation, options: { ...richMutation.options, graft: 1 } };

function graftOf(parent: Genome, edit: Edit): Edit | null {
  return graftingEdit(parent, applyEdit(parent, edit), edit);
}

/** The sign of AdamW's whole step, rate included. */
const signOfStep: Edit = { kind: "insert", at: 9, target: "update", fn: "sign", args: ["update"] };

describe("grafting", () => {
  test("brings a new value to the size of the old one", () => {
    const scaling = graftOf(adamwSeed, signOfStep)!;
    expect(scaling).toMatchObject({ kind: "insert", at: 10, target: "update", fn: "*" });
    const child = applyEdit(applyEdit(adamwSeed, signOfStep), scaling);
    const ratio = sizeBefore(child, 11, "update") / sizeBefore(adamwSeed, 9, "update");
    expect(ratio).toBeGreaterThan(0.95);
    expect(ratio).toBeLessThan(1.05);
  });

  test("of another argument as well", () => {
    const parent = genomeFrom("def train(w, g, m, lr):\nh = g * 100\nu = g * 2\nreturn u, m");
    const scaling = graftOf(parent, { kind: "modify", at: 1, argument: 0, to: "h" });
    expect(scaling).toEqual({ kind: "insert", at: 2, target: "u", fn: "*", args: ["u", 0.01] });
  });

  test.each([
    ["a value of like size", { kind: "insert", at: 5, target: "update", fn: "negative", args: ["update"] }],
    ["a name without a value before", { kind: "insert", at: 5, target: "fresh", fn: "sign", args: ["update"] }],
    ["a value of zero", { kind: "insert", at: 5, target: "update", fn: "-", args: ["g", "g"] }],
    ["a value that is no number", { kind: "insert", at: 5, target: "update", fn: "reciprocal", args: [0] }],
    ["a number", { kind: "modify", at: 1, argument: 2, to: 0.999 }],
    ["a deletion", { kind: "delete", at: 6 }],
  ] as const)("leaves %s alone", (_, edit) => {
    expect(graftOf(adamwSeed, edit)).toBeNull();
  });

  test("in mutation: valid children, which their edits give in order", () => {
    let grafted = 0;
    const rng = createRng(0, "grafts");
    fc.assert(
      fc.property(genomes, (genome) => {
        const { child, edits } = mutate(genome, rng, grafting)!;
        expect(checkGenome(child)).toBeNull();
        expect(edits.reduce((parent, edit) => applyEdit(parent, edit), genome)).toEqual(child);
        grafted += edits.length - 1;
      }),
      { numRuns: 300, seed: 8 },
    );
    expect(grafted).toBeGreaterThan(10);
  });

  test("as often as the options say, and never beyond the longest program", () => {
    const weights = { insert: 1, delete: 0, modify: 0 };
    const share = (graft: number, maxLength: number | null): number => {
      const mutation = createMutation({ ...defaultMutation, functions: ["sign"], weights, graft, maxLength });
      const rng = createRng(1, "shares");
      const all = Array.from({ length: 300 }, () => mutate(adamwSeed, rng, mutation)!.edits.length);
      return all.filter((edits) => edits === 2).length / all.length;
    };
    const always = share(1, null);
    expect(always).toBeGreaterThan(0.1);
    expect(share(0.5, null) / always).toBeGreaterThan(0.3);
    expect(share(0.5, null) / always).toBeLessThan(0.7);
    expect(share(0, null)).toBe(0);
    expect(share(1, 11)).toBe(0);
  });

  test("refuses a share that is none", () => {
    expect(() => createMutation({ ...defaultMutation, graft: 1.5 })).toThrow(/graft is a share/);
  });
});
