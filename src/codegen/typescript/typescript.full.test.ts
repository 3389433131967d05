/** Exported TypeScript over all settings, shapes and precisions, over random programs, and under strict types. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { afterAll, describe, expect, test } from "vitest";
import { optimizers } from "../../optimizers/index.ts";
import type { OptimizerRequest } from "../../optimizers/resolve.ts";
import { exampleOf, exampleShapes, settingsOf } from "../example.conformance.ts";
import { listRequested } from "../listing/list-requested.ts";
import { randomPrograms } from "../random-programs.conformance.ts";
import { typescript } from "../targets/typescript.ts";
import { type ArrayKind, masksTensors, runTypescript } from "./run-typescript.conformance.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-typescript-"));
afterAll(() => rmSync(folder, { recursive: true }));

const all = optimizers.flatMap(({ name, conventions }) =>
  Object.entries(conventions).map(([convention, { hyperparameters }]) => ({ name, convention, hyperparameters })),
);

async function apart(
  request: OptimizerRequest,
  shapes: readonly (readonly number[])[],
): Promise<{ float64: number; float32: number }> {
  const { hyperparameters: _, ...open } = request;
  const listing = listRequested(open);
  const masked = masksTensors(listing) ? "tensors" : "nothing";
  const example = exampleOf(listing, request, { steps, masked, shapes });
  const path = (arrays: ArrayKind) => runTypescript(listing, example, { arrays, restart: steps / 2 });
  return {
    float64: example.apart(await path(Float64Array)),
    float32: example.apart(await path(Float32Array), "stored"),
  };
}

const steps = 100;

const manyShapes = [
  exampleShapes,
  [[1]],
  [
    [7, 2],
    [2, 7],
    [1, 1],
  ],
];

describe.each(all)("$name ($convention)", ({ name, convention, hyperparameters }) => {
  test.each(settingsOf(hyperparameters))("%j: a hundred steps are the interpreter's", async (values) => {
    const request = { name, convention, hyperparameters: values } as OptimizerRequest;
    for (const shapes of manyShapes) {
      const { float64, float32 } = await apart(request, shapes);
      expect(float64).toBeLessThan(1e-12);
      expect(float32).toBeLessThan(2e-7); // a rounding of the last bit
    }
  });
});

test.each(randomPrograms(200, folder))("a random program: $text", async ({ name }) => {
  const request = { name, folder };
  const listing = listRequested(request);
  const example = exampleOf(listing, request, { steps: 10, masked: "nothing" });
  expect(example.apart(await runTypescript(listing, example, { arrays: Float64Array, restart: 5 }))).toBeLessThan(
    1e-12,
  );
});

test.each([false, true])(
  "all of them are clean under strict types, unchecked indexed access refused: %j",
  (unchecked) => {
    const files = all.map(({ name, convention }) => {
      const path = join(folder, `${name}-${convention}.ts`);
      writeFileSync(path, typescript.print(listRequested({ name, convention } as OptimizerRequest)));
      return path;
    });
    const program = ts.createProgram(files, {
      strict: true,
      noUncheckedIndexedAccess: unchecked,
      erasableSyntaxOnly: true,
      noEmit: true,
      noUnusedLocals: true,
      types: [],
      target: ts.ScriptTarget.ES2022,
    });
    const found = ts
      .getPreEmitDiagnostics(program)
      .map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`);
    expect(found).toEqual([]);
  },
);
