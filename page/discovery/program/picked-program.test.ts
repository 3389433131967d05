import { expect, it } from "vitest";
import { pickedOf, queryOf } from "./picked-program.ts";

it("is kept in an address and read from it again", () => {
  const picked = { place: { search: "ab12", identity: "0f" }, step: 17, against: "seed" } as const;
  expect(pickedOf(queryOf(picked))).toEqual(picked);
  expect(queryOf({ place: null, step: null, against: "parent" })).toBe("");
});

it("takes what an address says wrongly as if it said nothing", () => {
  const nothing = { place: null, step: null, against: "parent" };
  for (const query of ["", "program=..", "program=a/b.c&step=-1&against=all", "program=ab&step=1e9", "program=<b>.x"])
    expect(pickedOf(query)).toEqual(nothing);
});
