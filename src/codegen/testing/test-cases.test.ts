import { expect, test } from "vitest";
import { optimizers } from "../../optimizers/index.ts";
import type { OptimizerRequest } from "../../optimizers/resolve.ts";
import type { Nested } from "../../optimizers/trace-input.ts";
import { listRequested } from "../listing/list-requested.ts";
import { runListing } from "../listing/run-listing.ts";
import { findTarget } from "../targets/index.ts";
import { createTestCases } from "./test-cases.ts";
import { testText } from "./test-text.ts";

const flat = (x: Nested): number[] => (typeof x === "number" ? [x] : x.flatMap(flat));
const shapeOf = (x: Nested): number[] => (typeof x === "number" ? [] : [x.length, ...shapeOf(x[0]!)]);

test.each(optimizers)(
  "$name: the weights of a test are those of the listing, and they move",
  ({ name, conventions }) => {
    for (const convention of Object.keys(conventions)) {
      const request = { name, convention } as OptimizerRequest;
      const listing = listRequested(request);
      const { unit, start, gradients, runs } = createTestCases(listing);
      const arrays = (tensors: readonly Nested[]) => tensors.map((x) => Float64Array.from(flat(x), (y) => y / unit));
      for (const { hyperparameters, expected } of runs) {
        const shapes = start.map(shapeOf);
        const path = runListing(listing, {
          shapes,
          weights: arrays(start),
          gradients: gradients.map(arrays),
          hyperparameters,
        });
        const found = path.at(-1)!.flatMap((w) => [...w]);
        const wanted = Object.values(expected).at(-1)!.flatMap(flat);
        expect(Math.max(...found.map((x, i) => Math.abs(x - wanted[i]!) / Math.max(1, Math.abs(x))))).toBeLessThan(
          1e-11,
        );
        expect(Math.max(...wanted.map((x, i) => Math.abs(x - start.flatMap(flat)[i]! / unit)))).toBeGreaterThan(0.1);
      }
    }
  },
);

test("a second run turns on what is off", () => {
  const request = { name: "sgd" };
  const { runs } = createTestCases(listRequested(request));
  expect(runs.map(({ hyperparameters: { momentum, nesterov, l2 } }) => [momentum, nesterov, l2])).toEqual([
    [0, false, 0],
    [0.125, true, 0.125],
  ]);
});

test("the test of a file is the same each time, and small", async () => {
  const request = { name: "lion" };
  const [target, listing] = [findTarget("numpy"), listRequested(request)];
  const text = testText({ target, listing, exported: "lion.py" });
  expect(text.length).toBeLessThan(12_000);
  await expect(text).toMatchFileSnapshot("../../../test/fixtures/codegen/golden/numpy/test_lion.py");
});
