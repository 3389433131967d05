/** Exported ONNX models over all settings and several shapes, and over random programs. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { optimizers } from "../../optimizers/index.ts";
import type { OptimizerRequest } from "../../optimizers/resolve.ts";
import { exampleOf, exampleShapes, settingsOf } from "../example.conformance.ts";
import { listRequested } from "../listing/list-requested.ts";
import { randomPrograms } from "../random-programs.conformance.ts";
import { runOnnx } from "./run-onnx.conformance.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-onnx-"));
afterAll(() => rmSync(folder, { recursive: true }));

const all = optimizers.flatMap(({ name, conventions }) =>
  Object.entries(conventions).map(([convention, { hyperparameters }]) => ({ name, convention, hyperparameters })),
);

async function apart(
  request: OptimizerRequest,
  shapes: readonly (readonly number[])[],
  steps: number,
): Promise<number> {
  const listing = listRequested(request);
  const masked = listing.mask === "free" ? "tensors" : "nothing";
  const example = exampleOf(listing, request, { steps, masked, shapes: listing.passes.length > 1 ? [[12]] : shapes });
  return example.apart(await runOnnx(listing, example), "rounded");
}

const fixed: { readonly [name: string]: object } = { "lionk-ky-fan": { k: 2 } };

describe.each(all)("$name ($convention)", ({ name, convention, hyperparameters }) => {
  test.each(settingsOf(hyperparameters))(
    "with %j as constants: a hundred steps are the interpreter's",
    async (values) => {
      const request = { name, convention, hyperparameters: { ...fixed[name], ...values } } as OptimizerRequest;
      for (const shapes of [
        exampleShapes,
        [
          [7, 2],
          [2, 7],
          [1, 1],
        ],
      ]) {
        expect(await apart(request, shapes, 100)).toBeLessThan(1e-6);
      }
    },
  );
});

test("of 200 random programs, a step is the interpreter's", async () => {
  const far: string[] = [];
  for (const { name, text } of randomPrograms(200, folder)) {
    const difference = await apart({ name, folder }, [[4]], 1);
    if (!(difference < 1e-6)) far.push(`${difference}: ${text}`);
  }
  expect(far.join("\n")).toBe("");
});
