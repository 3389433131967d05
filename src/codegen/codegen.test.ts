/** The suites of this folder over all members of their lists. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { targetNames } from "../cli/commands/export.ts";
import { optimizers } from "../optimizers/index.ts";
import { parseProgram } from "../program/parse.ts";
import { tensorFunctions } from "../program/tensor-functions.ts";
import { optimizerJson } from "./json/form.ts";
import { listRequested } from "./listing/list-requested.ts";
import { listingConformance } from "./listing/listing.conformance.ts";
import { randomPrograms } from "./random-programs.conformance.ts";
import { targetConformance } from "./target.conformance.ts";
import { findTarget, targets } from "./targets/index.ts";

for (const optimizer of optimizers) listingConformance(optimizer);
const folder = mkdtempSync(join(tmpdir(), "lionlab-codegen-"));
afterAll(() => rmSync(folder, { recursive: true }));
const programs = randomPrograms(60, folder);
for (const target of targets) targetConformance(target, optimizers, programs);

test("help lists all targets", () => {
  expect(targetNames.split(/, | or /)).toEqual(targets.map(({ name }) => name));
});

test.each(optimizers)("the JSON of $name is of its schema, and its program parses", ({ name }) => {
  const found = optimizerJson.parse(JSON.parse(findTarget("json").print(listRequested({ name }))));
  expect(() => parseProgram(found.program.join("\n"))).not.toThrow();
});

test("every tensor function is known by name", () => {
  // the type of names is closed, this list of functions is what the language has
  const numpy = findTarget("numpy");
  for (const { name } of tensorFunctions) expect([...numpy.reserved, "tensor_max", "on_matrices"]).toContain(name);
});
