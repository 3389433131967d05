/**
 * Tests of exported code as files, and the same as a script that says what the code computes: one frame for each language, around what the
 * target says of itself.
 */
import { LabError } from "../core/errors.ts";
import type { Listing } from "./listing.ts";
import { wrapWords } from "./python.ts";
import type { Target, TestFrame } from "./target.ts";
import type { TestCases } from "./test-cases.ts";

/** What is written. `exported`: name of the file of the code, beside which the test lies. */
export interface TestText {
  readonly target: Target;
  readonly listing: Listing;
  readonly cases: TestCases;
  readonly exported: string;
}

/** Largest difference, in parts of the largest weight of a tensor, that a precision allows. */
export const tolerances: { readonly [precision in TestFrame["precision"]]: number } = { float64: 1e-9, float32: 1e-4 };

/** How a target's code is run. Errors: `target-untested`. */
export function frameOf({ title, test }: Target): TestFrame {
  if (!("none" in test)) return test;
  throw new LabError("target-untested", `There is no test for ${title}: ${test.none}.`);
}

/** Name of the test of a file: `test_adamw.py`, `adamw.test.ts`. */
export function testFileName(exported: string, { language }: TestFrame): string {
  return language === "python" ? `test_${exported}` : exported.replace(/(\.\w+)$/, ".test$1");
}

/** The file of a test. Errors: `target-untested`. */
export function testText({ target, listing, cases, exported }: TestText): string {
  const frame = frameOf(target);
  const data = dataLines(cases, frame.argument(listing));
  const parts = { exported, run: frame.run(listing), data, limit: tolerances[frame.precision], title: listing.title };
  return `${(frame.language === "python" ? pythonTest(parts) : typescriptTest(parts)).join("\n")}\n`;
}

/**
 * A program that takes `{ path, cases }` as JSON from its input and writes the weights after every step of each run as JSON to its output.
 * Errors: `target-untested`.
 */
export function runnerText(target: Target, listing: Listing): string {
  const frame = frameOf(target);
  return `${(frame.language === "python" ? pythonRunner : typescriptRunner)(frame.run(listing)).join("\n")}\n`;
}

/** The cases with the code's own names of hyperparameters. */
export function withArguments(cases: TestCases, argument: (name: string) => string): object {
  const runs = cases.runs.map(({ hyperparameters, expected }) => ({
    options: Object.fromEntries(Object.entries(hyperparameters).map(([name, value]) => [argument(name), value])),
    expected,
  }));
  return { ...cases, runs };
}

interface Parts {
  readonly title: string;
  readonly exported: string;
  readonly run: readonly string[];
  readonly data: readonly string[];
  readonly limit: number;
}

function dataLines(cases: TestCases, argument: (name: string) => string): string[] {
  return wrapWords(JSON.stringify(withArguments(cases, argument)).replace(/([,:])(?=\S)/g, "$1 "));
}

const pythonLoad = [
  "def load(path):",
  '    spec = importlib.util.spec_from_file_location("exported", path)',
  "    module = importlib.util.module_from_spec(spec)",
  '    sys.modules["exported"] = module',
  "    spec.loader.exec_module(module)",
  "    return module",
  "",
  "",
  "def scaled(x, unit):",
  "    return [scaled(y, unit) for y in x] if isinstance(x, list) else x / unit",
];

const pythonPath = [
  'start = scaled(cases["start"], cases["unit"])',
  'gradients = scaled(cases["gradients"], cases["unit"])',
];

function pythonTest({ title, exported, run, data, limit }: Parts): string[] {
  return [
    ...wrapWords(
      `"""Holds ${exported} to the numbers of Lionlab's float64 interpreter on fixed gradients: pytest ${testFileName(exported, { language: "python" } as TestFrame)}`,
    ),
    '"""',
    "",
    "import importlib.util",
    "import json",
    "import sys",
    "from pathlib import Path",
    "",
    "import pytest",
    "",
    `# ${title}: weights and gradients in parts of "unit", and the weights after some steps`,
    'cases = json.loads("""',
    ...data,
    '""")',
    "",
    "",
    ...pythonLoad,
    "",
    "",
    "def flat(x):",
    "    return [z for y in x for z in flat(y)] if isinstance(x, list) else [x]",
    "",
    "",
    ...run,
    "",
    "",
    '@pytest.mark.parametrize("case", cases["runs"])',
    "def test_weights_are_the_interpreters(case):",
    `    exported = load(Path(__file__).with_name(${JSON.stringify(exported)}))`,
    ...pythonPath.map((line) => `    ${line}`),
    '    path = run(exported, start, gradients, case["options"])',
    '    for step, tensors in case["expected"].items():',
    "        for before, found, expected in zip(start, path[int(step) - 1], tensors):",
    "            largest = max(abs(x) for x in flat(before) + flat(expected))",
    `            assert flat(found) == pytest.approx(flat(expected), rel=0, abs=${limit} * largest)`,
  ];
}

function pythonRunner(run: readonly string[]): string[] {
  return [
    ...["import importlib.util", "import json", "import sys", "", "", ...pythonLoad, "", "", ...run, "", ""],
    "given = json.load(sys.stdin)",
    'cases = given["cases"]',
    ...pythonPath,
    'exported = load(given["path"])',
    'paths = [run(exported, start, gradients, each["options"]) for each in cases["runs"]]',
    "json.dump(paths, sys.stdout)",
  ];
}

const typescriptScale = [
  "type Nested = number | Nested[] | Float64Array | Float32Array;",
  "const scaled = (x: Nested, unit: number): Nested =>",
  '  typeof x === "number" ? x / unit : [...x].map((y) => scaled(y, unit));',
  'const flat = (x: Nested): number[] => (typeof x === "number" ? [x] : [...x].flatMap(flat));',
];

const typescriptPath = [
  "const start = scaled(cases.start, cases.unit) as Nested[];",
  "const gradients = scaled(cases.gradients, cases.unit) as Nested[][];",
];

function typescriptTest({ title, exported, run, data, limit }: Parts): string[] {
  return [
    `// Holds ${exported} to the numbers of Lionlab's float64 interpreter on fixed gradients: npx vitest run ${testFileName(exported, { language: "typescript" } as TestFrame)}`,
    'import { expect, test } from "vitest";',
    `import * as exported from ${JSON.stringify(`./${exported}`)};`,
    "",
    ...typescriptScale,
    "",
    ...run,
    "",
    `// ${title}: weights and gradients in parts of unit, and the weights after some steps`,
    "// biome-ignore format: data",
    "const cases = (",
    ...data,
    ") as any;",
    "",
    ...typescriptPath,
    "for (const [i, { options, expected }] of cases.runs.entries()) {",
    '  test("weights are the interpreter\'s, run " + (i + 1), () => {',
    "    const path = run(exported, start, gradients, options);",
    "    for (const [step, tensors] of Object.entries<Nested[]>(expected)) {",
    "      for (const [k, tensor] of tensors.entries()) {",
    "        const largest = Math.max(...[...flat(start[k]!), ...flat(tensor)].map(Math.abs));",
    "        const found = flat(path[Number(step) - 1]![k]!);",
    "        const apart = Math.max(...flat(tensor).map((x, at) => Math.abs(x - found[at]!)));",
    `        expect(apart / largest, "step " + step + ", tensor " + k).toBeLessThan(${limit});`,
    "      }",
    "    }",
    "  });",
    "}",
  ];
}

function typescriptRunner(run: readonly string[]): string[] {
  return [
    'import { readFileSync } from "node:fs";',
    'import { pathToFileURL } from "node:url";',
    "",
    ...typescriptScale,
    "",
    ...run,
    "",
    'const { path, cases } = JSON.parse(readFileSync(0, "utf8"));',
    ...typescriptPath,
    "const exported = await import(pathToFileURL(path).href);",
    "const paths = cases.runs.map(({ options }: any) => run(exported, start, gradients, options));",
    "console.log(JSON.stringify(paths.map((path) => path.map((tensors) => tensors.map(flat)))));",
  ];
}
