import { expect, test } from "vitest";
import { objectivesOf, paretoFront } from "./pareto-front.ts";
import { sampleEvaluation } from "./search-samples.ts";

const program = (number: number, fitness: number, [worst, length, states]: readonly [number, number, number]) => ({
  ...{ number, fitness, worst, length, states },
});
const numbers = (programs: readonly { readonly number: number }[]) => programs.map(({ number }) => number);

test("a program has a place where no other matches it in fitness, worst run, length and states", () => {
  const all = [
    program(0, 0.7, [0.6, 9, 2]),
    program(1, 0.69, [0.65, 9, 2]), // worse, but surer
    program(2, 0.69, [0.6, 9, 1]), // worse, but fewer states
    program(3, 0.68, [0.6, 8, 2]), // worse, but shorter
    program(4, 0.68, [0.59, 9, 2]), // worse
    program(5, 0.7, [0.6, 9, 2]), // the first again
    program(6, 0, [0, 2, 0]), // never scored
  ];
  expect(numbers(paretoFront(all))).toEqual([0, 2, 1, 3]);
  expect(numbers(paretoFront(all.toReversed()))).toEqual([0, 2, 1, 3]);
  expect(numbers(paretoFront([...paretoFront(all.slice(0, 3)), ...all.slice(3)]))).toEqual([0, 2, 1, 3]);
  expect(paretoFront([])).toEqual([]);
});

test("states are what a program changes and hands on; a helper's own names are none", () => {
  const states = (program: string): number => objectivesOf({ ...sampleEvaluation(0), program }).states;
  expect(states("def train(w, g, m, v, lr):\n  update = g * lr\n  return update, m, v\n")).toBe(0);
  expect(
    states("def train(w, g, m, v, lr):\n  m = interp(g, m, 0.9)\n  update = m * lr\n  return update, m, v\n"),
  ).toBe(1);
  const helped =
    "def half(v):\n  v = v * 0.5\n  return v\n\ndef train(w, g, m, v, lr):\n  v = half(g)\n  update = v * lr\n";
  expect(states(`${helped}  return update, m, v\n`)).toBe(1);
});

test("the worst run is the lowest score", () => {
  const evaluation = sampleEvaluation(1);
  const score = { ...evaluation.scores[0]!, score: 0.2 };
  expect(objectivesOf({ ...evaluation, fitness: 0.5, scores: [score, { ...score, score: 0.8 }] }).worst).toBe(0.2);
  expect(objectivesOf({ ...evaluation, fitness: 0.5, scores: [] }).worst).toBe(0.5);
});
