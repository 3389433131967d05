/**
 * Tests of exported code as files, and the same as a script that says what the code computes: the frame of a language (`python-test.ts`,
 * `javascript-test.ts`) around what the target says of itself.
 */
import { LabError } from "../../core/errors.ts";
import type { Listing } from "../listing/listing.ts";
import type { Target, TestFrame, TestParts } from "../target.ts";
import { wrapWords } from "../text/python.ts";
import { javascriptRunner, javascriptTest } from "./javascript-test.ts";
import { pythonRunner, pythonTest } from "./python-test.ts";
import { createTestCases, type TestCases } from "./test-cases.ts";

/** What is written. `exported`: name of the file of the code, beside which the test lies. */
export interface TestText {
  readonly target: Target;
  readonly listing: Listing;
  readonly exported: string;
}

/** Largest difference, in parts of the largest weight of a tensor, that a precision allows; `mixed`: float64 with some functions in float32. */
export const tolerances: { readonly [precision in TestFrame["precision"]]: number } = {
  float64: 1e-9,
  mixed: 1e-6,
  float32: 1e-4,
};

/** How a target's code is run. Errors: `target-untested`. */
export function frameOf({ title, test }: Target): TestFrame {
  if (!("none" in test)) return test;
  throw new LabError("target-untested", `There is no test for ${title}: ${test.none}.`);
}

/** Name of the test of a file: `test_adamw.py`, `adamw.test.ts`; `adamw.test.js` of `adamw.onnx`. */
export function testFileName(exported: string, { language }: Pick<TestFrame, "language">): string {
  if (language === "python") return `test_${exported}`;
  return `${exported.replace(/\.\w+$/, "")}.test.${language === "typescript" ? "ts" : "js"}`;
}

/** What the code of a target is held to. Errors: `target-untested`, `test-not-finite`. */
export function casesOf(target: Target, listing: Listing): TestCases {
  return createTestCases(listing, { keepsDefaults: frameOf(target).keepsDefaults === true });
}

/** The file of a test. Errors: `target-untested`, `test-not-finite`. */
export function testText({ target, listing, exported }: TestText): string {
  const frame = frameOf(target);
  const data = dataLines(casesOf(target, listing), frame.argument(listing));
  const parts: TestParts = {
    ...{ frame, exported, file: testFileName(exported, frame), title: listing.title },
    ...{ run: frame.run(listing), data, limit: tolerances[frame.precision] },
  };
  return `${(frame.language === "python" ? pythonTest(parts) : javascriptTest(parts)).join("\n")}\n`;
}

/**
 * A program that takes `{ path, cases }` as JSON from its input and writes the weights after every step of each run as JSON to its output.
 * Errors: `target-untested`.
 */
export function runnerText(target: Target, listing: Listing): string {
  const frame = frameOf(target);
  const parts = { frame, run: frame.run(listing) };
  return `${(frame.language === "python" ? pythonRunner : javascriptRunner)(parts).join("\n")}\n`;
}

/** The cases with the code's own names of hyperparameters. */
export function withArguments(cases: TestCases, argument: (name: string) => string): object {
  const runs = cases.runs.map(({ hyperparameters, expected }) => ({
    options: Object.fromEntries(Object.entries(hyperparameters).map(([name, value]) => [argument(name), value])),
    expected,
  }));
  return { ...cases, runs };
}

function dataLines(cases: TestCases, argument: (name: string) => string): string[] {
  return wrapWords(JSON.stringify(withArguments(cases, argument)).replace(/([,:])(?=\S)/g, "$1 "));
}
