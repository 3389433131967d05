import { expect, test } from "vitest";
import { inference } from "../../test/stats/golden.ts";
import { algoPerfScore, speedUp, timeProfile, timeRatios, timeToTarget } from "./algoperf.ts";

test("scores are the integrals of the profiles, on 200 tables with misses", () => {
  for (const [times, scores, at2] of inference.times) {
    const ratios = timeRatios(times.map((row) => row.map((time) => time ?? Infinity)));
    ratios.forEach((row, s) => {
      expect(algoPerfScore(row)).toBeCloseTo(scores[s]!, 4); // the golden figure is a sum over 300,000 midpoints, with 5 digits
      expect(timeProfile(row, 2)).toBeCloseTo(at2[s]!, 12);
    });
  }
});

test("the time is the median over studies of the fastest trial; a miss is infinite, more than half missed too", () => {
  expect(timeToTarget([[5, 3], [4], [9, 10]])).toBe(4);
  expect(timeToTarget([[5], [Infinity], [3, Infinity]])).toBe(5);
  expect(timeToTarget([[5], [Infinity], []])).toBe(Infinity);
  expect(timeToTarget([[5], [Infinity]])).toBe(Infinity);
  expect(timeToTarget([])).toBe(Infinity);
});

test("ratios above 4 are never, and where nobody reached the target all are", () => {
  expect(
    timeRatios([
      [1, 10, Infinity],
      [4, 50, Infinity],
    ]),
  ).toEqual([
    [1, 1, Infinity],
    [4, Infinity, Infinity],
  ]);
  expect(algoPerfScore([1, 4, Infinity])).toBeCloseTo(1 / 3, 15);
});

test("a speed-up is a geometric mean, misses at the time that was allowed", () => {
  expect(speedUp([1, 8], [2, 4], [10, 10])).toBeCloseTo(1, 15);
  expect(speedUp([5, Infinity], [5, 2.5], [10, 10])).toBeCloseTo(0.5, 15);
});

test("what is no time is refused", () => {
  for (const wrong of [0, -1, Number.NaN]) {
    expect(() => timeToTarget([[wrong]])).toThrowError(expect.objectContaining({ code: "not-a-time" }));
    expect(() => timeRatios([[1], [wrong]])).toThrowError(expect.objectContaining({ code: "not-a-time" }));
  }
});
