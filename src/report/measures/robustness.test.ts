import { expect, test } from "vitest";
import { robustness } from "./robustness.ts";

const diverged = Number.NEGATIVE_INFINITY;

test("settings within a point of the best are counted, diverged ones are the lowest and unknown ones none", () => {
  expect(robustness([0.9, 0.89, 0.88, diverged, Number.NaN])).toEqual({
    settings: 4,
    best: 0.9,
    typical: 0.88,
    worst: diverged,
    nearlyBest: 2,
  });
});

test("where everything diverged there is nothing to tell", () => {
  expect(robustness([diverged, Number.NaN])).toBeNull();
  expect(robustness([])).toBeNull();
});
