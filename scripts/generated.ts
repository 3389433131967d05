/**
 * The files, and parts of files, that are computed from code: `npm run generate` writes them, `npm run check` compares them.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { problemSchemaText } from "../src/lionk/problem.ts";
import { discoveryCatalogue } from "../src/search/catalogue.ts";
import { configTable } from "../src/search/config-table.ts";
import { discoverySchemaText } from "../src/search/schema.ts";
import { catalogue } from "../src/study/catalogue.ts";
import { studySchemaText } from "../src/study/schema.ts";
import type { Finding } from "./source-files.ts";

/** A file that code determines, wholly or in part. `make` gets its present text, "" where there is none. */
export interface GeneratedFile {
  readonly path: string;
  readonly make: (present: string) => string;
}

/** All of them. */
export const generatedFiles: readonly GeneratedFile[] = [
  { path: "schema/study.schema.json", make: () => studySchemaText(catalogue) },
  { path: "schema/problem.schema.json", make: () => problemSchemaText() },
  { path: "schema/discovery.schema.json", make: () => discoverySchemaText(discoveryCatalogue) },
  { path: "docs/discovery.md", make: (page) => withTable(page, configTable(discoverySchemaText(discoveryCatalogue))) },
];

/** Findings over the project at `root`: files that are not what code says today. */
export function checkGenerated(root: string, files: readonly GeneratedFile[] = generatedFiles): Finding[] {
  return files
    .filter(({ path, make }) => textAt(root, path) !== make(textAt(root, path)))
    .map(({ path }) => ({ path, line: 1, sentence: "This file is out of date: `npm run generate` writes it." }));
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

/** The page with this table between its two marks. */
function withTable(page: string, table: string): string {
  const marks = /(<!-- table: .* -->\n)[\s\S]*?(\n<!-- end of table -->)/;
  return page.replace(marks, (_, begin: string, end: string) => begin + table + end);
}
