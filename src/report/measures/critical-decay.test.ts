import { expect, test } from "vitest";
import { criticalDecay } from "./critical-decay.ts";

const sweep = (...means: readonly (readonly [number, number])[]) =>
  means.map(([lambda, mean]) => ({ lambda, accuracies: [mean - 0.002, mean + 0.002] }));

test("the critical decay lies after the last that stays within a point of the best", () => {
  const found = criticalDecay(sweep([0, 0.86], [1, 0.84], [2, 0.862], [5, 0.858], [10, 0.82]));
  expect(found).toEqual({ without: expect.closeTo(0.86), within: 5, beyond: 10 });
});

test("where the largest is within a point none is critical, and decay 0 need not be tried", () => {
  expect(criticalDecay(sweep([1, 0.9], [2, 0.895]))).toEqual({ without: null, within: 2, beyond: null });
});
