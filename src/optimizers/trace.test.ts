import { expect, test } from "vitest";
import { LabError } from "../core/errors.ts";
import { leavesOf } from "../program/interpret.ts";
import { relativeDifference } from "./relative-difference.ts";
import { traceOptimizer } from "./trace.ts";
import { readTraceInput } from "./trace-input.ts";

test("SGD by hand: weights of every step, shaped as given", async () => {
  const input = { w: [[1, 2], 3], steps: [{ g: [[10, 20], 30] }, { g: [[0, -10], 0] }] };
  const trace = await traceOptimizer({ name: "sgd", hyperparameters: { lr: 0.1 }, input });
  expect(trace.steps.map(({ interpreter }) => interpreter)).toEqual([
    [[0, 0], 0],
    [[0, 1], 0],
  ]);
  expect(trace.steps.map(({ step }) => step)).toEqual([1, 2]);
  expect(trace.largestDifference).toBeLessThan(1e-6);
});

test("gradients are clipped by their norm over all tensors", async () => {
  const input = { w: [[0], [0]], steps: [{ g: [[3], [4]] }] };
  const { steps } = await traceOptimizer({ name: "sgd", hyperparameters: { lr: 1 }, input, clipGlobalNorm: 1 });
  expect(steps[0]?.interpreter).toEqual([[-3 / 5], [-4 / 5]].map(([x]) => [expect.closeTo(x!, 12)]));
});

test("no steps give an empty trace", async () => {
  expect((await traceOptimizer({ name: "adam", input: { w: [1], steps: [] } })).steps).toEqual([]);
});

const wrong: readonly (readonly [string, unknown, RegExp])[] = [
  ["not an object", 3, /"w" is not a list/],
  ["no steps", { w: [[1]] }, /"steps" is not a list/],
  ["no tensors", { w: [], steps: [] }, /"w" holds no tensor/],
  ["an empty tensor", { w: [[]], steps: [] }, /w\[0\] is an empty list/],
  ["a ragged tensor", { w: [[[1, 2], [3]]], steps: [] }, /w\[0\]\[0\] has shape \[2\] and w\[0\]\[1\] has \[1\]/],
  ["text", { w: [["1"]], steps: [] }, /w\[0\]\[0\] must be a finite number .* is "1"/],
  ["not a number", { w: [[Number.NaN]], steps: [] }, /w\[0\]\[0\] must be a finite number .* is NaN/],
  ["null", { w: [[null]], steps: [] }, /w\[0\]\[0\] must be .* is null/],
  ["a step without gradients", { w: [[1]], steps: [{}] }, /steps\[0\] has no list "g"/],
  ["a step that is null", { w: [[1]], steps: [null] }, /steps\[0\] has no list "g"/],
  ["too few gradients", { w: [[1], [2]], steps: [{ g: [[1]] }] }, /steps\[0\]\.g must hold 2 tensors/],
  [
    "another shape",
    { w: [[1, 2]], steps: [{ g: [[[1, 2]]] }] },
    /steps\[0\]\.g\[0\] must have the shape \[2\] .* has \[1, 2\]/,
  ],
];

for (const [title, input, sentence] of wrong) {
  test(`a trace refuses ${title}`, () => {
    expect(() => readTraceInput(input)).toThrow(LabError);
    expect(() => readTraceInput(input)).toThrow(sentence);
  });
}

test("differences are relative to the largest weight so far, and NaN on one side is infinite", () => {
  const leaves = leavesOf([[1], [1]]);
  expect(
    relativeDifference(
      leaves,
      [
        [4, 1],
        [0, 1],
      ],
      [
        [4, 1],
        [1, 1],
      ],
    ),
  ).toBe(0.25);
  expect(relativeDifference(leaves, [[Number.NaN, 1]], [[Number.NaN, 1]])).toBe(0);
  expect(relativeDifference(leaves, [[1, 1]], [[Number.NaN, 1]])).toBe(Number.POSITIVE_INFINITY);
});
