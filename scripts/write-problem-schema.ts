/**
 * Writes schema/problem.schema.json from the schema that Lion-K problems are read with:
 * `npm run build:tools && node dist-tools/scripts/write-problem-schema.js`. A test compares the two.
 */
import { writeFileSync } from "node:fs";
import { problemSchemaText } from "../src/lionk/problem.ts";

writeFileSync("schema/problem.schema.json", problemSchemaText());
