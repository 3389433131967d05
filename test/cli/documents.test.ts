/**
 * Documentation runs: the programs and study files that the documents show are read by the code that they describe.
 */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { csvTextIn } from "../../src/lionk/problem-files.ts";
import { parseProblem } from "../../src/lionk/read-problem.ts";
import { checkProgram } from "../../src/program/check.ts";
import { functionNames } from "../../src/program/functions.ts";
import { parseProgram } from "../../src/program/parse.ts";
import { startingProgram } from "../../src/search/plan-discovery.ts";
import { parseDiscovery } from "../../src/search/read.ts";
import { presetNames } from "../../src/study/presets.ts";
import { parseStudy } from "../../src/study/read.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const documents = [
  "README.md",
  ...readdirSync(`${root}docs`)
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

/** Code blocks of a language in all documents: where each begins, and its text. */
function blocks(language: string): [string, string][] {
  return documents.flatMap((path) => {
    const text = readFileSync(`${root}${path}`, "utf8");
    return [...text.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, "gm"))].map(
      (match): [string, string] => [`${path}:${text.slice(0, match.index).split("\n").length}`, match[1]!],
    );
  });
}

describe("documents", () => {
  it.each(blocks("python"))("%s is a program without mistakes", (_, text) => {
    expect(checkProgram(parseProgram(text))).toEqual([]);
  });

  it.each(blocks("yaml"))("%s is a study, a discovery or a problem", (place, text) => {
    if (/^objective:/m.test(text))
      expect(parseProblem(text, { file: place, csvText: csvTextIn("examples/lionk") }).cases).not.toEqual([]);
    else if (place.startsWith("docs/discovery.md")) expect(startingProgram(parseDiscovery(text)).dialect).toBe("paper");
    else expect(parseStudy(text).optimizers.length).toBeGreaterThan(0);
  });

  it("the page on discoveries lists every preset of them", async () => {
    const text = readFileSync(`${root}docs/discovery.md`, "utf8");
    for (const name of await presetNames("discovery")) expect(text).toContain(`| \`${name}\` |`);
  });

  it("the README lists every preset", async () => {
    const text = readFileSync(`${root}README.md`, "utf8");
    for (const name of await presetNames()) expect(text).toContain(`| \`${name}\` |`);
  });

  it("the page on the language names every function", () => {
    const text = readFileSync(`${root}docs/optimizer-language.md`, "utf8");
    for (const name of functionNames("library")) expect(text, name).toMatch(new RegExp(`\\b${name}\\b`));
  });
});
