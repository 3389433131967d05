import { expect, test } from "vitest";
import { arrivalAt, commonTarget, middleArrival } from "./target.ts";

const diverged = Number.NEGATIVE_INFINITY;

test("the target is the lowest median, which half of the seeds of each optimizer reach", () => {
  expect(
    commonTarget([
      [0.9, 0.92, 0.91],
      [0.8, 0.85, 0.83, 0.84],
    ]),
  ).toBe(0.83);
  expect(commonTarget([[0.9], [diverged, diverged, 0.8]])).toBe(0.9);
  expect(commonTarget([[0.9, 0.7, diverged]])).toBe(0.7);
  expect(commonTarget([[diverged], []])).toBeNull();
});

const timings = [1, 2, 3].map((epoch) => ({ epoch, trainSeconds: 2 * epoch, images: 1280.0000001 }));

test("a run arrives at the end of an epoch, with the steps and seconds of all up to it", () => {
  const run = { accuracies: [0.5, 0.8, 0.7], timings, batchSize: 128 };
  expect(arrivalAt(run, 0.8)).toEqual({ epoch: 2, steps: 20, seconds: 6 });
  expect(arrivalAt(run, 0.5)).toEqual({ epoch: 1, steps: 10, seconds: 2 });
  expect(arrivalAt(run, 0.81)).toBeNull();
  expect(arrivalAt({ ...run, timings: timings.slice(1) }, 0.8)).toEqual({ epoch: 2, steps: null, seconds: null });
});

test("a run that never arrives is the last of several", () => {
  const at = (epoch: number, seconds: number | null = epoch) => ({ epoch, steps: null, seconds });
  expect(middleArrival([at(3), null, at(5)], "epoch")).toBe(5);
  expect(middleArrival([at(3), null, null], "epoch")).toBe(Number.POSITIVE_INFINITY);
  expect(middleArrival([at(3), at(4, null)], "seconds")).toBeNull();
  expect(middleArrival([], "epoch")).toBeNull();
});
