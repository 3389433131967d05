import { expect, test } from "vitest";
import { a12, cliffsDelta, magnitudeOf, winShare } from "./effect-size.ts";

const a = [0.912, 0.915, 0.909, 0.921, 0.918];
const b = [0.905, 0.911, 0.907, 0.91, 0.903];

test("A12 and delta equal the reference", () => {
  expect(a12(a, b).value).toBeCloseTo(0.92, 14);
  expect(cliffsDelta(a, b).value).toBeCloseTo(0.84, 14);
});

test("exchanging the samples mirrors value and interval", () => {
  const [there, back] = [a12(a, b), a12(b, a)];
  expect(back.value).toBeCloseTo(1 - there.value, 14);
  expect(back.low).toBeCloseTo(1 - there.high!, 12);
  expect(back.high).toBeCloseTo(1 - there.low!, 12);
});

test("the interval keeps a width for separated samples and narrows with more runs", () => {
  const separated = (n: number) =>
    a12(
      Array.from({ length: n }, (_, i) => 100 + i),
      Array.from({ length: n }, (_, i) => i),
    );
  expect(separated(5)).toMatchObject({ value: 1, high: 1 });
  expect(separated(5).low).toBeGreaterThan(0.5);
  expect(separated(5).low).toBeLessThan(0.9);
  expect(separated(20).low).toBeGreaterThan(separated(5).low!);
});

test("a diverged run loses against every other and ties with its like", () => {
  expect(a12([-Infinity], [0.1, -Infinity]).value).toBe(0.25);
});

test("magnitudes begin at .56, .64 and .71, in both directions", () => {
  expect([0.5, 0.56, 0.64, 0.71, 0.29, 0.4].map(magnitudeOf)).toEqual([
    "negligible",
    "small",
    "medium",
    "large",
    "large",
    "small",
  ]);
});

test("many pairs are counted by ranks, to the same number", () => {
  const values = (n: number, step: number) => Array.from({ length: n }, (_, i) => ((step * i) % 97) - 40);
  const [x, y] = [
    [...values(150, 31), -Infinity],
    [...values(170, 53), -Infinity],
  ];
  const wins = x.flatMap((a) => y.map((b) => (a > b ? 1 : a === b ? 0.5 : 0))).reduce<number>((sum, w) => sum + w, 0);
  expect(winShare(x, y)).toBe(wins / (x.length * y.length));
  const large = a12(values(200_000, 31), values(200_000, 53)); // 4e10 pairs
  expect(large.value).toBeCloseTo(0.5, 3);
  expect(a12([], [1]).value).toBeNaN();
});
