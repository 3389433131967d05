/**
 * Writes schema/study.schema.json from the schema that studies are read with:
 * `npm run build:tools && node dist-tools/scripts/write-study-schema.js`. A test compares the two.
 */
import { writeFileSync } from "node:fs";
import { catalogue } from "../src/study/catalogue.ts";
import { studySchemaText } from "../src/study/schema.ts";

writeFileSync("schema/study.schema.json", studySchemaText(catalogue));
