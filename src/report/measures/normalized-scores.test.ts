import { expect, test } from "vitest";
import { normalizedScores } from "./normalized-scores.ts";

test("a guess scores 0, the best 1, and what diverged no less than a guess", () => {
  const [first, second] = normalizedScores(
    [
      [0.9, 0.5],
      [Number.NEGATIVE_INFINITY, 0.05],
    ],
    0.1,
  );
  expect(first).toEqual([1, expect.closeTo(0.5)]);
  expect(second).toEqual([0, 0]);
});

test("where nobody beats a guess all score 0", () => {
  expect(normalizedScores([[0.1, 0.08]], 0.1)).toEqual([[0, 0]]);
  expect(normalizedScores([[Number.NEGATIVE_INFINITY]], 0.1)).toEqual([[0]]);
});
