import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { mannWhitney, subsetSumCounts } from "./mann-whitney.ts";

const golden = JSON.parse(readFileSync("test/fixtures/stats/scipy.json", "utf8"));

test("statistic and p-values equal SciPy's, exact with ties and asymptotic", () => {
  for (const { x, y, exact, asymptotic } of golden.mannWhitney) {
    const approximate = mannWhitney(x, y, { method: "asymptotic" });
    expect([approximate.u1, approximate.p]).toEqual([asymptotic[0], expect.closeTo(asymptotic[1], 11)]);
    if (exact !== undefined) expect(mannWhitney(x, y).p).toBeCloseTo(exact[1], 12);
  }
});

test("without continuity correction the reference case gives .028280", () => {
  const [{ x, y }] = golden.mannWhitney;
  expect(mannWhitney(x, y, { method: "asymptotic", continuity: false }).p).toBeCloseTo(0.02828, 6);
});

test("the method follows the size and is named", () => {
  const ramp = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
  expect(mannWhitney(ramp(40), ramp(40)).method).toBe("exact");
  expect(mannWhitney(ramp(41), ramp(40)).method).toBe("asymptotic");
});

test("exact and asymptotic agree on large samples", () => {
  const x = Array.from({ length: 40 }, (_, i) => i);
  const y = x.map((value) => value + 6.5);
  expect(mannWhitney(x, y).p).toBeCloseTo(mannWhitney(x, y, { method: "asymptotic" }).p, 2);
});

test("laws: U1 + U2 = n1 n2, symmetry, p in 0..1, invariance under monotone maps, diverged runs rank last", () => {
  const sample = fc.array(fc.oneof(fc.integer({ min: -5, max: 5 }), fc.constant(-Infinity)), {
    minLength: 1,
    maxLength: 12,
  });
  fc.assert(
    fc.property(sample, sample, (x, y) => {
      const test = mannWhitney(x, y);
      const swapped = mannWhitney(y, x);
      const mapped = mannWhitney(x.map(Math.atan), y.map(Math.atan));
      expect(test.u1 + test.u2).toBe(x.length * y.length);
      expect([swapped.u1, swapped.p]).toEqual([test.u2, expect.closeTo(test.p, 12)]);
      expect(test.p).toBeGreaterThan(0);
      expect(test.p).toBeLessThanOrEqual(1);
      expect([mapped.u1, mapped.p]).toEqual([test.u1, expect.closeTo(test.p, 12)]);
    }),
  );
});

test("empty samples and NaN are refused", () => {
  expect(() => mannWhitney([], [1])).toThrowError(expect.objectContaining({ code: "empty-sample" }));
  expect(() => mannWhitney([Number.NaN], [1])).toThrowError(expect.objectContaining({ code: "not-a-number" }));
});

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
