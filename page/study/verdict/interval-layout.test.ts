import { expect, it } from "vitest";
import type { PairFigures } from "../../../src/report/verdict/verdict-document.ts";
import { intervalRows, layoutIntervals } from "./interval-layout.ts";
import { ofText } from "./verdict-words.ts";

const pair = (value: number | null, low: number | null, high: number | null, adjusted = 0.2): PairFigures => ({
  first: "lion",
  second: "adam",
  shift: { value, low, high },
  adjusted,
});

it("puts differences to scale beside no difference, which is always in the figure", () => {
  const { rows, zero, ticks, width } = layoutIntervals([pair(0.02, 0.01, 0.03, 0.01), pair(0.01, null, null)], 400);
  const [first, second] = rows as [(typeof rows)[0], (typeof rows)[0]];
  expect(first.low! < first.at! && first.at! < first.high! && zero < first.low! && first.high! < width).toBe(true);
  expect((first.at! - zero) / (second.at! - zero)).toBeCloseTo(2);
  expect([first.isFound, second.isFound, second.low]).toEqual([true, false, null]);
  expect(first.figures).toBe("+2.00 [+1.00, +3.00], p = 0.010");
  expect(ticks.map(({ text }) => text)).toContain("0");
});

it("has a place for pairs of which no difference can be given, and for none", () => {
  const { rows, zero } = layoutIntervals([pair(null, null, null)], 300);
  expect(rows[0]).toMatchObject({ at: null, figures: "runs diverged, p = 0.200" });
  expect(Number.isFinite(zero)).toBe(true);
  expect(layoutIntervals([], 300).rows).toEqual([]);
});

it("says the same in a file, in points", () => {
  expect(intervalRows([pair(0.5, null, 1)])[1]).toEqual(["lion", "adam", 50, null, 100, 0.2]);
});

it("says of how many trials a verdict is", () => {
  const of = (ended: number, isMaking: boolean) => ofText({ ended, planned: 1200 }, isMaking);
  expect([of(1200, false), of(3, false), of(3, true)]).toEqual([
    "Of 1,200 of 1,200 trials.",
    "Of 3 of 1,200 trials; it is made again as trials end.",
    "Of 3 of 1,200 trials; it is being made again.",
  ]);
});
