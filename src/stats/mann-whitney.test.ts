import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
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
