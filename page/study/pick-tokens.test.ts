import { expect, it } from "vitest";
import { sampleRow } from "../page-samples.ts";
import { picksOf, tokensOf } from "./pick-tokens.ts";
import { groupKey } from "./table/trial-groups.ts";

const rows = ["a", "b", "c"].map((letter, seed) =>
  sampleRow({ key: letter.repeat(64), seed, lr: seed === 2 ? 0.1 : 0.01 }),
);

it("names picked trials and groups shortly, at their places, and finds them again", () => {
  const picks = new Map([
    [rows[2]!.key, 3],
    [groupKey(rows[0]!), 1],
  ]);
  const tokens = tokensOf(picks, rows);
  expect(tokens).toEqual([null, `m.${"a".repeat(12)}`, null, "c".repeat(12)]);
  expect(new Map(picksOf(tokens, rows))).toEqual(picks);
  expect(tokens.join(",").length).toBeLessThan(40);
});

it("leaves out what is not there, what comes twice, and what has no place", () => {
  expect(picksOf(["zzz", "c".repeat(12), "c".repeat(12)], rows)).toEqual(new Map([[rows[2]!.key, 1]]));
  expect(picksOf([...new Array(500).fill(null), "c".repeat(12)], rows).size).toBe(0);
});
