import { expect, test } from "vitest";
import { bestAtSeeds, seedWins, sharedSeeds } from "./seed-order.ts";

const of = (values: Readonly<Record<number, number>>) =>
  Object.entries(values).map(([seed, value]) => ({ seed: Number(seed), value }));
const diverged = Number.NEGATIVE_INFINITY;

test("only seeds that all have are counted, each where it belongs", () => {
  expect(sharedSeeds([of({ 0: 1, 1: 2, 5: 3 }), of({ 5: 30, 1: 20 })])).toEqual([
    [2, 3],
    [20, 30],
  ]);
  expect(sharedSeeds([])).toEqual([]);
});

test("the best of a seed may be several, a diverged run only where all diverged", () => {
  const samples = [
    of({ 0: 0.9, 1: 0.8, 2: diverged }),
    of({ 0: 0.9, 1: 0.7, 2: diverged }),
    of({ 0: 0.1, 1: 0.9, 2: diverged }),
  ];
  expect(bestAtSeeds(samples)).toEqual({ seeds: 3, best: [2, 2, 2] });
  expect(bestAtSeeds([of({ 0: 1 }), of({ 1: 1 })])).toEqual({ seeds: 0, best: [0, 0] });
});

test("a pair is ahead, level or behind at each seed", () => {
  const first = of({ 0: 0.9, 1: 0.8, 2: 0.7, 3: diverged });
  const second = of({ 0: 0.8, 1: 0.8, 2: 0.9, 3: 0.1, 4: 1 });
  expect(seedWins(first, second)).toEqual({ seeds: 4, ahead: 1, level: 1, behind: 2 });
});
