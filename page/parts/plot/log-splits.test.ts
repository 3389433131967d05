import { expect, it } from "vitest";
import { logSplits } from "./log-splits.ts";

it("lines of a few decades stand at their multiples", () => {
  expect(logSplits(0.05, 3)).toEqual([
    0.05, 0.06, 0.07, 0.08, 0.09, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 2, 3,
  ]);
});

it("many decades have a line each, or fewer, and always come to an end", () => {
  expect(logSplits(1e-12, 1)).toHaveLength(13);
  for (const [low, high] of [
    [0.0984, 3], // just below a power: uPlot's own never end here either
    [1e-300, 1],
    [5e-324, 1e-300],
    [1e-30, 1e-29],
    [1, 1.7e308],
  ] as const) {
    const lines = logSplits(low, high);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.length).toBeLessThanOrEqual(42);
    expect(lines.every((value) => value >= low && value <= high)).toBe(true);
    expect([...lines].sort((a, b) => a - b)).toEqual(lines);
  }
});

it("a part of a decade has lines at equal steps, so that its axis can be read", () => {
  expect(logSplits(1.1, 2.4)).toEqual([1.2, 1.4, 1.6, 1.8, 2, 2.2, 2.4]);
  expect(logSplits(2, 2)).toEqual([2]);
});

it("what is no scale has none", () => {
  for (const [low, high] of [
    [0, 1],
    [-1, 1],
    [1, Number.POSITIVE_INFINITY],
    [Number.NaN, 1],
  ] as const)
    expect(logSplits(low, high)).toEqual([]);
});
