import { expect, test } from "vitest";
import { weightBound } from "./weight-bound.ts";

test("F6: the largest weight is 1 / lambda once the box binds, and the loss rises with lambda", () => {
  const seen: number[] = [];
  const { runs, critical } = weightBound((lambda) => seen.push(lambda), [0.5, 1, 3, 10]);
  expect(seen).toEqual(runs.map(({ lambda }) => lambda));
  for (const { lambda, largest } of runs.filter(({ lambda }) => lambda >= 2)) {
    expect(Math.abs(largest * lambda - 1)).toBeLessThanOrEqual(2e-3);
  }
  for (const { lambda, largest } of runs) expect(largest * lambda).toBeLessThanOrEqual(1 + 1e-3);
  const losses = runs.map(({ loss }) => loss);
  expect(losses.toSorted((a, b) => a - b)).toEqual(losses);
  expect(critical).toEqual([0.5, 1]);
  expect(runs[0]!.accuracy).toBe(1);
  // The reference has points of its own, so that losses agree roughly and weights in the box closely.
  for (const [i, loss] of [0, 0.00511, 0.2715, 0.60006].entries())
    expect(Math.abs(losses[i]! - loss)).toBeLessThanOrEqual(0.02);
});
