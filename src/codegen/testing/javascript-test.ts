/** Tests of exported TypeScript and JavaScript for vitest, and scripts that run it; in JavaScript the same text has no types. */
import type { TestFrame, TestParts } from "../target.ts";

/** A file for vitest. */
export function javascriptTest({ frame, title, exported, file, run, data, limit }: TestParts): string[] {
  const typed = typesOf(frame);
  const load =
    frame.data === true
      ? [
          'import { fileURLToPath } from "node:url";',
          'import { expect, test } from "vitest";',
          "",
          `const exported = fileURLToPath(new URL(${JSON.stringify(`./${exported}`)}, import.meta.url));`,
        ]
      : ['import { expect, test } from "vitest";', `import * as exported from ${JSON.stringify(`./${exported}`)};`];
  return [
    `// Holds ${exported} to the numbers of Lionlab's float64 interpreter on fixed gradients: npx vitest run ${file}`,
    ...load,
    "",
    ...scaleLines(typed),
    "",
    ...run,
    "",
    `// ${title}: weights and gradients in parts of unit, and the weights after some steps`,
    "// biome-ignore format: data",
    "const cases = (",
    ...data,
    `)${typed(" as any")};`,
    "",
    ...pathLines(typed),
    "for (const [i, { options, expected }] of cases.runs.entries()) {",
    '  test("weights are the interpreter\'s, run " + (i + 1), async () => {',
    "    const path = await run(exported, start, gradients, options);",
    `    for (const [step, tensors] of Object.entries${typed("<Nested[]>")}(expected)) {`,
    "      for (const [k, tensor] of tensors.entries()) {",
    `        const largest = Math.max(...[...flat(start[k]${typed("!")}), ...flat(tensor)].map(Math.abs));`,
    `        const found = flat(path[Number(step) - 1]${typed("!")}[k]${typed("!")});`,
    `        const apart = Math.max(...flat(tensor).map((x, at) => Math.abs(x - found[at]${typed("!")})));`,
    `        expect(apart / largest, "step " + step + ", tensor " + k).toBeLessThan(${limit});`,
    "      }",
    "    }",
    "  });",
    "}",
  ];
}

/** A script, see `runnerText`. */
export function javascriptRunner({ frame, run }: Pick<TestParts, "frame" | "run">): string[] {
  const typed = typesOf(frame);
  return [
    'import { readFileSync } from "node:fs";',
    'import { pathToFileURL } from "node:url";',
    "",
    ...scaleLines(typed),
    "",
    ...run,
    "",
    'const { path, cases } = JSON.parse(readFileSync(0, "utf8"));',
    ...pathLines(typed),
    `const exported = ${frame.data === true ? "path" : "await import(pathToFileURL(path).href)"};`,
    "const found = [];",
    "for (const { options } of cases.runs) found.push(await run(exported, start, gradients, options));",
    "console.log(JSON.stringify(found.map((steps) => steps.map((tensors) => tensors.map(flat)))));",
  ];
}

/** Writes what only TypeScript has, or nothing. */
type Types = (text: string) => string;

function typesOf({ language }: Pick<TestFrame, "language">): Types {
  return language === "typescript" ? (text) => text : () => "";
}

function scaleLines(typed: Types): string[] {
  const nested = typed(": Nested");
  return [
    ...(nested === "" ? [] : ["type Nested = number | Nested[] | Float64Array | Float32Array;"]),
    `const scaled = (x${nested}, unit${typed(": number")})${nested} =>`,
    '  typeof x === "number" ? x / unit : [...x].map((y) => scaled(y, unit));',
    `const flat = (x${nested})${typed(": number[]")} => (typeof x === "number" ? [x] : [...x].flatMap(flat));`,
  ];
}

function pathLines(typed: Types): string[] {
  return [
    `const start = scaled(cases.start, cases.unit)${typed(" as Nested[]")};`,
    `const gradients = scaled(cases.gradients, cases.unit)${typed(" as Nested[][]")};`,
  ];
}
