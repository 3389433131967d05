import { expect, test } from "vitest";
import { holm } from "./holm.ts";

test("adjusted p-values equal the reference, in the given order", () => {
  const adjusted = holm([0.01, 0.04, 0.03, 0.005]);
  [0.03, 0.06, 0.06, 0.02].forEach((p, index) => {
    expect(adjusted[index]).toBeCloseTo(p, 14);
  });
});

test("they never exceed 1 and an empty list stays empty", () => {
  expect(holm([0.9, 0.8])).toEqual([1, 1]);
  expect(holm([])).toEqual([]);
});
