import { expect, test } from "vitest";
import { pairTests } from "./pair-tests.ts";

const of = (...values: readonly number[]) => values.map((value, seed) => ({ seed, value }));

test("each pair is tested once, in order, and corrected for all", () => {
  const samples = [of(0.91, 0.92, 0.93), of(0.81, 0.82, 0.83), of(0.71, 0.72, Number.NEGATIVE_INFINITY)];
  const { choice, pairs } = pairTests(samples, 0.05);
  expect(choice.test).toBe("mann-whitney");
  expect(pairs.map(({ first, second }) => [first, second])).toEqual([
    [0, 1],
    [0, 2],
    [1, 2],
  ]);
  for (const { p, adjusted, effect } of pairs) {
    expect(p).toBeCloseTo(0.1, 12);
    expect(adjusted).toBeCloseTo(0.3, 12);
    expect(effect.value).toBe(1);
  }
  expect(pairs.map(({ means }) => means)).toEqual([
    expect.closeTo(0.1),
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
  ]);
  expect(pairs[1]!.shift.value).toBeCloseTo(0.21);
});

test("one sample makes no pair", () => {
  expect(pairTests([of(0.9, 0.8)], 0.05).pairs).toEqual([]);
});

test("runs of the same seeds are compared seed by seed, whatever their order, where they are enough", () => {
  const first = of(0.9, 0.7, 0.8, 0.6, 0.5, 0.4, 0.3);
  const second = of(...first.map(({ value }, seed) => value - 0.01 - 0.001 * seed)).toReversed();
  const { choice, pairs } = pairTests([first, second], 0.05);
  expect(choice.test).toBe("wilcoxon");
  expect(pairs[0]).toMatchObject({ p: expect.closeTo(2 / 128, 12), adjusted: pairs[0]!.p, n1: 7, n2: 7 });
  expect(pairs[0]!.shift.value).toBeCloseTo(0.013, 12);
  expect(pairs[0]!.effect.value).toBeLessThan(0.6);
});

test("a run that diverged on one side is the largest difference, on both sides none", () => {
  const diverged = Number.NEGATIVE_INFINITY;
  const x = of(diverged, diverged, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9);
  const y = of(0.8, diverged, 0.8, 0.81, 0.82, 0.83, 0.84, 0.85);
  const { pairs } = pairTests([x, y], 0.05);
  expect(pairs[0]!.p).toBeCloseTo(0.296875, 12); // rank 7 of 28 speaks for the second
  expect(pairs[0]!.shift.value).toBeGreaterThan(0);
});
