import { expect, test } from "vitest";
import { pairCases } from "../../test/stats/golden.ts";
import { signFlip } from "./sign-flip.ts";

const against0 = (differences: readonly number[], options: Parameters<typeof signFlip>[2] = {}) =>
  signFlip(
    differences,
    differences.map(() => 0),
    options,
  );

test("p equals SciPy's enumeration of all signs", () => {
  const cases = pairCases.filter(({ flip }) => flip !== null);
  for (const { differences, flip } of cases)
    expect(against0(differences).p, JSON.stringify(differences)).toBeCloseTo(flip!, 12);
  expect(cases.length).toBeGreaterThan(500);
});

test("sums that differ by a rounding are ties", () => {
  // 0.1 + 0.2 - 0.3 is 5.6e-17 in float64: all 8 choices of signs that give |sum| >= 0 count
  expect(against0([0.1, 0.2, -0.3]).p).toBe(1);
  expect(against0([0.1, 0.2, 0.3]).p).toBe(0.25);
});

test("beyond 32 pairs it draws, near the exact figure and the same for the same seed", () => {
  const differences = Array.from({ length: 24 }, (_, i) => ((7 * i) % 24) - 8);
  const exact = against0(differences);
  const drawn = against0(differences, { method: "monte-carlo", seed: 1 });
  expect(drawn).toMatchObject({ method: "monte-carlo", permutations: 99_999 });
  expect(Math.abs(drawn.p - exact.p)).toBeLessThan(5 * Math.sqrt((exact.p * (1 - exact.p)) / 99_999));
  expect(against0(differences, { method: "monte-carlo", seed: 1 })).toEqual(drawn);
  expect(against0(Array.from({ length: 32 }, (_, i) => i + 1))).toMatchObject({ p: 2 ** -31, method: "exact" });
  expect(against0(Array.from({ length: 33 }, () => 1))).toMatchObject({ p: 1e-5, method: "monte-carlo" });
  expect(against0(new Array<number>(200_000).fill(1))).toMatchObject({ p: 0.001, permutations: 999 });
});

test("a diverged run outweighs every finite difference and is not dropped", () => {
  const found = signFlip([0.9, 0.9, 0.9, 0.9, -Infinity], [0.1, 0.1, 0.1, 0.1, 0.9]);
  expect(found).toMatchObject({ difference: -Infinity, pairs: 5 });
  expect(found.p).toBe(1); // no choice of signs brings the sum nearer to 0 than the one where the four stand against it
  expect(signFlip([-Infinity, -Infinity], [0.1, 0.2])).toMatchObject({ p: 0.5 });
  expect(signFlip([-Infinity], [-Infinity])).toMatchObject({ difference: 0, p: 1 });
});

test("refuses nothing, NaN and unequal numbers", () => {
  expect(() => signFlip([], [])).toThrowError(expect.objectContaining({ code: "empty-sample" }));
  expect(() => signFlip([1], [Number.NaN])).toThrowError(expect.objectContaining({ code: "not-a-number" }));
  expect(() => signFlip([1, 2], [1])).toThrowError(expect.objectContaining({ code: "unequal-pairs" }));
});
