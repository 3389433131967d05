import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { twoSampleCases } from "../../test/stats/golden.ts";
import { mannWhitney } from "./mann-whitney.ts";

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

test("equals SciPy's on 1,500 random cases, ties, zeros, constants and single values among them", () => {
  let exact = 0;
  for (const { x, y, u, ...golden } of twoSampleCases) {
    const found = mannWhitney(x, y);
    expect(found).toMatchObject({ u1: u, method: "exact" });
    if (golden.exact !== null) {
      exact++;
      expect(found.p, JSON.stringify([x, y])).toBeCloseTo(golden.exact, 11);
    }
    for (const [continuity, p] of [[true, golden.corrected] as const, [false, golden.plain] as const])
      expect(mannWhitney(x, y, { method: "asymptotic", continuity }).p).toBeCloseTo(p ?? 1, 11); // constants: SciPy has none
  }
  expect(exact).toBeGreaterThan(500);
});

/** P of the enumeration of every choice of n of the pooled values, by counting wins in each. */
function enumeratedP(x: readonly number[], y: readonly number[]): number {
  const pooled = [...x, ...y];
  const winsOf = (chosen: (index: number) => boolean) => {
    const [inside, outside] = [pooled.filter((_, i) => chosen(i)), pooled.filter((_, i) => !chosen(i))];
    return inside
      .flatMap((a) => outside.map((b) => (a > b ? 1 : a === b ? 0.5 : 0)))
      .reduce<number>((sum, w) => sum + w, 0);
  };
  const observed = winsOf((i) => i < x.length);
  const all: number[] = [];
  for (let set = 0; set < 2 ** pooled.length; set++) {
    const size = pooled.filter((_, i) => (set >> i) & 1).length;
    if (size === x.length) all.push(winsOf((i) => ((set >> i) & 1) === 1));
  }
  const share = (test: (wins: number) => boolean) => all.filter(test).length / all.length;
  return Math.min(
    1,
    2 *
      Math.min(
        share((wins) => wins <= observed),
        share((wins) => wins >= observed),
      ),
  );
}

/** All multisets of so many of the values 0, 1 and 2. */
function multisets(size: number, from = 0): number[][] {
  if (size === 0) return [[]];
  return [0, 1, 2].filter((v) => v >= from).flatMap((v) => multisets(size - 1, v).map((rest) => [v, ...rest]));
}

test("with ties the exact p is that of the enumeration, for all samples of together up to 8 values 0, 1, 2", () => {
  let checked = 0;
  for (let n = 1; n <= 4; n++)
    for (let m = n; n + m <= 8; m++)
      for (const x of multisets(n))
        for (const y of multisets(m)) {
          checked++;
          expect(mannWhitney(x, y).p).toBeCloseTo(enumeratedP(x, y), 13);
        }
  expect(checked).toBe(1522);
});

test("valid: among all splits of any values, at most a share alpha has p <= alpha", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 2, maxLength: 8 }), fc.nat(), (pooled, at) => {
      const n = 1 + (at % (pooled.length - 1));
      const ps: number[] = [];
      for (let set = 0; set < 2 ** pooled.length; set++) {
        const first = pooled.filter((_, i) => (set >> i) & 1);
        if (first.length === n)
          ps.push(
            mannWhitney(
              first,
              pooled.filter((_, i) => !((set >> i) & 1)),
            ).p,
          );
      }
      for (const alpha of ps)
        expect(ps.filter((p) => p <= alpha * (1 + 1e-12)).length / ps.length).toBeLessThanOrEqual(alpha * (1 + 1e-9));
    }),
    { numRuns: 40 },
  );
});
