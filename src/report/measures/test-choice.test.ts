import { expect, test } from "vitest";
import { chooseTest } from "./test-choice.ts";

const seeds = (...list: readonly number[]) => list.map((seed) => ({ seed }));
const first = (n: number) => seeds(...Array.from({ length: n }, (_, seed) => seed));

test("samples of the same seeds are compared in pairs from as many on as could decide", () => {
  expect(chooseTest([first(6), first(6)], 0.05)).toEqual({ test: "wilcoxon", sharedSeeds: true, seedsForPaired: 6 });
  expect(chooseTest([first(5), first(5)], 0.05)).toMatchObject({ test: "mann-whitney", sharedSeeds: true });
  expect(chooseTest([first(8), first(8), first(8), first(8)], 0.05)).toMatchObject({
    test: "wilcoxon",
    seedsForPaired: 8,
  });
  expect(chooseTest([first(7), first(7), first(7), first(7)], 0.05)).toMatchObject({ test: "mann-whitney" });
});

test("seeds that differ, or are more on one side, make no pairs; their order does not matter", () => {
  expect(chooseTest([first(8), seeds(1, 2, 3, 4, 5, 6, 7, 8)], 0.05)).toMatchObject({
    test: "mann-whitney",
    sharedSeeds: false,
  });
  expect(chooseTest([first(8), first(9)], 0.05)).toMatchObject({ sharedSeeds: false });
  expect(chooseTest([first(6), seeds(5, 4, 3, 2, 1, 0)], 0.05)).toMatchObject({ test: "wilcoxon" });
});
