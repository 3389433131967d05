import { describe, expect, it, test } from "vitest";
import { listingOf, programAt, valuesOf, writtenWith } from "./edited-listing.ts";
import { libraryFile } from "./library-work.ts";
import type { ReadPart } from "./messages.ts";
import { readWork } from "./read-work.ts";

function partsOf(text: string, values = {}): readonly ReadPart[] {
  return [...readWork({ name: "mine", text, values })].filter((part) => part !== undefined);
}

const partOf = <K extends ReadPart["kind"]>(parts: readonly ReadPart[], kind: K) =>
  parts.find((part): part is Extract<ReadPart, { kind: K }> => part.kind === kind)!;

describe("reading a program", () => {
  it("finds all mistakes with their places, and looks no further", () => {
    const parts = partsOf("m = lerb(g, g, 0.9)\nw = w - rl * m\nw = w +\n");
    expect(parts).toHaveLength(1);
    const { mistakes } = partOf(parts, "mistakes");
    expect(mistakes.map(({ at }) => [at.line, at.column])).toEqual([
      [1, 5],
      [2, 9],
      [3, 8],
    ]);
    expect(mistakes[0]!.message).toContain("lerp");
  });
  it("knows Lion from the library's own file, its twins and its K", () => {
    const parts = partsOf(libraryFile("lion"));
    expect(parts.map(({ kind }) => kind)).toEqual(["mistakes", "form", "facts", "twins"]);
    expect(partOf(parts, "facts").explanation.family).toBe("lion");
    expect(partOf(parts, "twins").twins.map(({ name }) => name)).toContain("lion");
    expect(partOf(parts, "twins").lionK?.k).toBe("l1");
    expect(partOf(parts, "form").hyperparameters.map(({ name }) => name)).toEqual([
      "lr",
      "beta1",
      "beta2",
      "l2",
      "decay",
    ]);
  });
  it("takes values that are allowed, and says why of others", () => {
    const { values, refused } = partOf(
      partsOf(libraryFile("adamw"), { beta1: 0.5, beta2: 1.5, epsilon: 0, mine: 3 }),
      "form",
    );
    expect(values).toMatchObject({ beta1: 0.5, beta2: 0.999, epsilon: 1e-8 });
    expect(Object.keys(refused)).toEqual(["beta2", "epsilon"]);
    expect(refused.beta2).toContain("below 1");
  });
  it("looks at programs of the paper's form, with choices too, which no genome has", () => {
    const parts = partsOf(
      "def train(w, g, m, lr, step):\n  m = g if step == 1 else m\n  update = m * lr\n  return update, m\n",
    );
    const { identity } = partOf(parts, "facts");
    expect(identity.identity).toBeNull();
    expect(identity.fingerprint).toMatch(/^[0-9a-f]{32}$/);
  });
  it("has no mistakes in a text without any, and the mistake of an empty one", () => {
    expect(partOf(partsOf(""), "mistakes").mistakes).toHaveLength(1);
  });
});

describe("numbers that are written into the program", () => {
  test.each(["lion", "nadam", "muon", "paper-discovered", "amsgrad"])("are its defaults then: %s", (name) => {
    const text = libraryFile(name);
    const listing = listingOf({ name, text });
    const given = Object.fromEntries(
      listing.hyperparameters
        .filter(({ name: key }) => key !== "lr")
        .map(({ name: key, kind, default: value }) => [key, kind === "flag" ? !value : Number(value) * 0.5 + 0.01]),
    );
    const { values } = valuesOf(listing, given);
    expect(values).toEqual(given);
    const written = writtenWith(text, listing, values);
    const again = listingOf({ name, text: written });
    expect(valuesOf(again, {}).values).toEqual(given);
    expect(written.split("\n").filter((line) => line.startsWith("#"))).toEqual(
      text.split("\n").filter((line) => line.startsWith("#")),
    );
    expect(programAt(again, given).program.statements.length).toBe(programAt(listing, given).program.statements.length);
  });
});
