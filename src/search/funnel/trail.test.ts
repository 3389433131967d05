import { expect, test } from "vitest";
import type { EvaluationRecord } from "../../records/search-records.ts";
import { thinned, trailOf } from "./trail.ts";

const evaluation = (number: number, fitness: number) => ({ number, fitness }) as EvaluationRecord;

test("a trail holds what beat everything before it", () => {
  const all = [0.5, 0.4, 0.6, 0.6, 0, 0.7].map((fitness, i) => evaluation(i, fitness));
  expect(trailOf(all).map(({ number }) => number)).toEqual([0, 2, 5]);
});

test("thinning keeps both ends and spreads the rest", () => {
  expect(thinned([0, 1, 2, 3, 4, 5, 6, 7, 8], 3)).toEqual([0, 4, 8]);
  expect(thinned([0, 1, 2], 5)).toEqual([0, 1, 2]);
  expect(thinned([0, 1, 2], 1)).toEqual([0]);
});
