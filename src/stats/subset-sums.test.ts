import fc from "fast-check";
import { expect, test } from "vitest";
import { subsetSumCounts, subsetSumShares } from "./subset-sums.ts";

/** The shift algorithm over every sum and every number of items, additions of 0 and all. */
function plainCounts(weights: readonly number[], size: number): number[] {
  const reach = weights.reduce((sum, weight) => sum + weight, 0);
  const counts = Array.from({ length: size + 1 }, () => new Array<number>(reach + 1).fill(0));
  counts[0]![0] = 1;
  for (const weight of weights)
    for (let chosen = size; chosen >= 1; chosen--)
      for (let sum = reach; sum >= weight; sum--) counts[chosen]![sum]! += counts[chosen - 1]![sum - weight]!;
  return counts[size]!;
}

test("counts of subset sums are those of the plain algorithm, to the last bit also where they are rounded", () => {
  const weights = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 14 });
  const check = (items: readonly number[], size: number): void => {
    const counts = [...subsetSumCounts(items, size)];
    const plain = plainCounts(items, size);
    expect(counts).toEqual(plain.slice(0, counts.length));
    expect(plain.slice(counts.length).every((count) => count === 0)).toBe(true);
  };
  fc.assert(fc.property(weights, fc.nat(), (items, at) => check(items, at % (items.length + 1))));
  const eighty = Array.from({ length: 80 }, (_, i) => ((37 * i) % 80) + 1); // half of them: 1e23 ways, which round
  check(eighty, 40);
});

test("shares of signs are the counts of subsets of every size, over 2^n", () => {
  const weights = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 0, maxLength: 12 });
  fc.assert(
    fc.property(weights, (items) => {
      const shares = [...subsetSumShares(items)];
      const ways = new Array<number>(shares.length).fill(0);
      for (let size = 0; size <= items.length; size++)
        plainCounts(items, size).forEach((count, sum) => {
          ways[sum]! += count;
        });
      expect(shares).toEqual(ways.map((count) => count / 2 ** items.length));
    }),
  );
});
