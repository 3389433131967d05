import fc from "fast-check";
import { expect, test } from "vitest";
import { pairCases } from "../../test/stats/golden.ts";
import { wilcoxon } from "./wilcoxon.ts";

const against0 = (differences: readonly number[], options: Parameters<typeof wilcoxon>[2] = {}) =>
  wilcoxon(
    differences,
    differences.map(() => 0),
    options,
  );

test("statistic and p-values equal SciPy's on 1,500 random cases, with ties and zeros", () => {
  let exact = 0;
  for (const { differences, wilcox, pratt } of pairCases)
    for (const [zeros, golden] of [["wilcox", wilcox] as const, ["pratt", pratt] as const]) {
      const found = against0(differences, { zeros });
      expect(found.statistic).toBe(golden.statistic);
      if (golden.exact !== null) {
        exact++;
        expect(found.p, JSON.stringify([zeros, differences])).toBeCloseTo(golden.exact, 11);
      }
      for (const [continuity, p] of [[true, golden.corrected] as const, [false, golden.plain] as const]) {
        const normal = against0(differences, { zeros, method: "asymptotic", continuity });
        if (p !== null) expect(normal.p, JSON.stringify([zeros, differences])).toBeCloseTo(p, 11);
        else expect(normal.p).toBe(1); // no pair differs
      }
    }
  expect(exact).toBeGreaterThan(1200);
});

/** All choices of signs of the given ranks. */
function enumerated(ranks: readonly number[], plus: number): number {
  const sums = ranks.reduce<number[]>((all, rank) => all.flatMap((sum) => [sum, sum + rank]), [0]);
  const share = (test: (sum: number) => boolean) => sums.filter(test).length / sums.length;
  return Math.min(
    1,
    2 *
      Math.min(
        share((sum) => sum <= plus),
        share((sum) => sum >= plus),
      ),
  );
}

test("the exact p is that of the enumeration of all signs, for every list of up to 7 differences of -2 … 2", () => {
  const ranksOf = (values: readonly number[], zeros: number) =>
    values.map((v) => zeros + values.filter((w) => w < v).length + (values.filter((w) => w === v).length + 1) / 2);
  const lists = (length: number, from = -2): number[][] =>
    length === 0
      ? [[]]
      : [-2, -1, 0, 1, 2].filter((v) => v >= from).flatMap((v) => lists(length - 1, v).map((rest) => [v, ...rest]));
  let checked = 0;
  for (let n = 1; n <= 7; n++)
    for (const differences of lists(n))
      for (const zeros of ["wilcox", "pratt"] as const) {
        const moved = differences.filter((d) => d !== 0);
        const ranks = ranksOf(moved.map(Math.abs), zeros === "pratt" ? n - moved.length : 0);
        const plus = ranks.reduce((sum, rank, i) => sum + (moved[i]! > 0 ? rank : 0), 0);
        const found = against0(differences, { zeros });
        expect(found).toMatchObject({ plus, pairs: n, zeros: n - moved.length, method: "exact" });
        expect(found.p).toBeCloseTo(enumerated(ranks, plus), 13);
        checked++;
      }
  expect(checked).toBeGreaterThan(1000);
});

test("valid: among all signs of any differences, at most a share alpha has p <= alpha", () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(sizes, (absolute) => {
      const ps = Array.from(
        { length: 2 ** absolute.length },
        (_, signs) => against0(absolute.map((size, i) => ((signs >> i) & 1 ? size : -size))).p,
      ).sort((a, b) => a - b);
      ps.forEach((p, i) => {
        if (ps[i + 1] !== p) expect((i + 1) / ps.length).toBeLessThanOrEqual(p * (1 + 1e-12));
      });
    }),
    { numRuns: 40 },
  );
});

test("laws: exchanging the sides keeps p, as do scaling and shifting both sides", () => {
  const values = fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 })), {
    minLength: 1,
    maxLength: 20,
  });
  fc.assert(
    fc.property(values, (both) => {
      const [x, y] = [both.map(([a]) => a), both.map(([, b]) => b)];
      const found = wilcoxon(x, y);
      const swapped = wilcoxon(y, x);
      expect([swapped.plus, swapped.minus, swapped.p]).toEqual([found.minus, found.plus, expect.closeTo(found.p, 12)]);
      const scaled = wilcoxon(
        x.map((v) => 4 * v + 8),
        y.map((v) => 4 * v + 8),
      );
      expect(scaled).toEqual(found);
      expect(found.p).toBeGreaterThan(0);
      expect(found.p).toBeLessThanOrEqual(1);
    }),
  );
});

test("a diverged run has the highest rank, two in one pair are no difference", () => {
  const found = wilcoxon([0.9, 0.91, -Infinity, -Infinity], [0.5, 0.9, 0.1, -Infinity]);
  expect(found).toMatchObject({ plus: 3, minus: 3, pairs: 4, zeros: 1 });
});

test("the method follows the number of pairs", () => {
  const ramp = (n: number) => Array.from({ length: n }, (_, i) => i + 1);
  expect(against0(ramp(200)).method).toBe("exact");
  expect(against0(ramp(201)).method).toBe("asymptotic");
  const mixed = ramp(200).map((v) => (v % 5 < 2 ? -v : v));
  expect(against0(mixed).p).toBeCloseTo(against0(mixed, { method: "asymptotic" }).p, 3);
});

test("refuses nothing, NaN and unequal numbers; no difference at all is p = 1", () => {
  expect(() => wilcoxon([], [])).toThrowError(expect.objectContaining({ code: "empty-sample" }));
  expect(() => wilcoxon([1], [Number.NaN])).toThrowError(expect.objectContaining({ code: "not-a-number" }));
  expect(() => wilcoxon([1, 2], [1])).toThrowError(expect.objectContaining({ code: "unequal-pairs" }));
  expect(wilcoxon([1, 2], [1, 2])).toMatchObject({ statistic: 0, p: 1, zeros: 2 });
  expect(wilcoxon([2], [1])).toMatchObject({ p: 1 });
});
