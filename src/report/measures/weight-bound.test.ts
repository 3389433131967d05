import { expect, test } from "vitest";
import { insideAfter, keptPromises } from "./weight-bound.ts";

const at = (step: number, distance: number | null, largest = 0) => ({ step, distance, largest });

test("inside counts from the point after the last outside, by distance or else by the largest weight", () => {
  expect(insideAfter([at(0, 2), at(10, 0), at(20, 0.1), at(30, 1e-6), at(40, 0)])).toBe(30);
  expect(insideAfter([at(0, null, 1.2), at(10, null, 1.000001)])).toBe(10);
  expect(insideAfter([at(0, 0), at(10, 0.1)])).toBe(Number.POSITIVE_INFINITY);
});

test("a promise holds up to its rounding, and is none where nothing was promised", () => {
  const point = (distance: number | null, promised: number | null) => ({ distance, promised, rounding: 0.01 });
  expect(keptPromises([point(1, 1), point(1.005, 1), point(1.02, 1), point(null, 1), point(5, null)])).toEqual({
    promised: 3,
    broken: 1,
  });
});
