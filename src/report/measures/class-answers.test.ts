import { expect, test } from "vitest";
import { answerShares, commonMistakes, summedAnswers } from "./class-answers.ts";

const first = [
  [8, 2, 0],
  [1, 9, 0],
  [0, 0, 0],
];

test("answers of runs add up, and are none of runs that differ in classes", () => {
  expect(summedAnswers([first, first])).toEqual(first.map((row) => row.map((count) => 2 * count)));
  expect(summedAnswers([first, [[1]]])).toBeNull();
  expect(summedAnswers([])).toBeNull();
});

test("shares are of a class's images; a class without images has none", () => {
  expect(answerShares(first)).toEqual([
    [0.8, 0.2, 0],
    [0.1, 0.9, 0],
    [Number.NaN, Number.NaN, Number.NaN],
  ]);
});

test("the commonest mistakes come first, and right answers are none", () => {
  expect(commonMistakes(first, 5)).toEqual([
    { label: 0, answer: 1, share: 0.2 },
    { label: 1, answer: 0, share: 0.1 },
  ]);
  expect(commonMistakes(first, 1)).toHaveLength(1);
});
