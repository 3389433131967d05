import { expect, test } from "vitest";
import { nearlyBestRange, typicalHeight } from "./nearly-best.ts";

const diverged = Number.NEGATIVE_INFINITY;

test("the range is unbroken, and a diverged setting ends it", () => {
  expect(nearlyBestRange([0.9, 0.7, 0.895, 0.9, 0.891, 0.88], 3)).toEqual([2, 4]);
  expect(nearlyBestRange([0.9, diverged, 0.9, 0.9], 3)).toEqual([2, 3]);
  expect(nearlyBestRange([0.9], 0)).toEqual([0, 0]);
});

test("a setting whose seeds have not ended ends the range too", () => {
  expect(nearlyBestRange([0.9, Number.NaN, 0.9], 0)).toEqual([0, 0]);
});

test("a blind pick is the lower median, diverged settings being the lowest and unknown ones none", () => {
  expect(typicalHeight([0.5, 0.9, 0.7, 0.8])).toBe(0.7);
  expect(typicalHeight([diverged, diverged, 0.9])).toBe(diverged);
  expect(typicalHeight([Number.NaN, 0.8])).toBe(0.8);
  expect(typicalHeight([])).toBeNaN();
});
