/**
 * The files, and parts of files, that are computed from code: `npm run generate` writes them, `npm run check` compares them.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { optimizerSchemaText } from "../src/codegen/json/form.ts";
import { problemSchemaText } from "../src/lionk/problem.ts";
import { discoveryCatalogue } from "../src/search/catalogue.ts";
import { configTable } from "../src/search/config-table.ts";
import { discoverySchemaText } from "../src/search/schema.ts";
import { figuresTable } from "../src/search/suites/figures-table.ts";
import { catalogue } from "../src/study/catalogue.ts";
import { type PresetKind, presets } from "../src/study/presets.ts";
import { studySchemaText } from "../src/study/schema.ts";
import type { Finding } from "./source-files.ts";

/** A file that code determines, wholly or in part. `make` gets its present text, "" where there is none. */
export interface GeneratedFile {
  readonly path: string;
  readonly make: (present: string) => string | Promise<string>;
}

/** All of them. */
export const generatedFiles: readonly GeneratedFile[] = [
  { path: "schema/study.schema.json", make: () => studySchemaText(catalogue) },
  { path: "schema/optimizer.schema.json", make: () => optimizerSchemaText() },
  { path: "schema/problem.schema.json", make: () => problemSchemaText() },
  { path: "schema/discovery.schema.json", make: () => discoverySchemaText(discoveryCatalogue) },
  {
    path: "docs/discovery.md",
    make: async (page) =>
      withTables(page, {
        presets: await presetTable("discovery"),
        keys: configTable(discoverySchemaText(discoveryCatalogue)),
      }),
  },
  {
    path: "docs/proxies.md",
    make: (page) => withTables(page, { figures: figuresTable(textAt(".", "bench/proxies/figures.json")) }),
  },
  {
    path: "README.md",
    make: async (page) =>
      withTables(page, { studies: await presetTable("study"), discoveries: await presetTable("discovery") }),
  },
];

/** Findings over the project at `root`: files that are not what code says today. */
export async function checkGenerated(
  root: string,
  files: readonly GeneratedFile[] = generatedFiles,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { path, make } of files) {
    const present = textAt(root, path);
    if (present === (await make(present))) continue;
    findings.push({ path, line: 1, sentence: "This file is out of date: `npm run generate` writes it." });
  }
  return findings;
}

/** The text of a file of the project; "" where there is none. */
export function textAt(root: string, path: string): string {
  try {
    return readFileSync(join(root, path), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}

/** The page with each table between its two marks, `<!-- table: NAME -->` and `<!-- end of table -->`. */
export function withTables(page: string, tables: { readonly [name: string]: string }): string {
  return Object.entries(tables).reduce((text, [name, table]) => {
    const marks = new RegExp(`(<!-- table: ${name} .*-->\\n)[\\s\\S]*?(\\n<!-- end of table -->)`);
    if (!marks.test(text)) throw new Error(`the page has no place for the table ${name}`);
    return text.replace(marks, (_, begin: string, end: string) => begin + table + end);
  }, page);
}

async function presetTable(kind: PresetKind): Promise<string> {
  const rows = (await presets(kind, "presets")).map(
    ({ name, about }) => `| \`${name}\` | ${about.replaceAll("|", "\\|")} |`,
  );
  return ["| preset | what it runs, and how long that takes on two cores |", "| --- | --- |", ...rows].join("\n");
}
