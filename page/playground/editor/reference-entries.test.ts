import { describe, expect, it } from "vitest";
import { functionNames } from "../../../src/program/functions.ts";
import { findEntries, referenceEntries } from "./reference-entries.ts";

describe("the reference", () => {
  it.each(["library", "paper"] as const)("has every function of the dialect: %s", (dialect) => {
    const names = referenceEntries(dialect).map(({ name }) => name);
    const missing = functionNames(dialect).filter((name) => !names.includes(name));
    expect(missing).toEqual(dialect === "paper" ? ["invert"] : []); // invert takes integers, and there are none
  });
  it("finds by name before it finds by meaning", () => {
    const found = findEntries(referenceEntries("library"), "Norm").map(({ name }) => name);
    expect(found.slice(0, 2)).toEqual(["norm", "global_norm"]);
    expect(found).toContain("row_norm");
    expect(findEntries(referenceEntries("library"), "euclidean").map(({ name }) => name)).toContain("global_norm");
    expect(findEntries(referenceEntries("library"), "no such thing")).toEqual([]);
  });
});
