/**
 * Writes schema/discovery.schema.json, and the table of keys in docs/discovery.md, from the schema that discoveries are read
 * with: `npm run build:tools && node dist-tools/scripts/write-discovery-schema.js`. A test compares them.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { discoveryCatalogue } from "../src/search/catalogue.ts";
import { configTable } from "../src/search/config-table.ts";
import { discoverySchemaText } from "../src/search/schema.ts";

const schema = discoverySchemaText(discoveryCatalogue);
writeFileSync("schema/discovery.schema.json", schema);

const page = "docs/discovery.md";
const table = /(<!-- table: .* -->\n)[\s\S]*?(\n<!-- end of table -->)/;
writeFileSync(
  page,
  readFileSync(page, "utf8").replace(table, (_, begin: string, end: string) => begin + configTable(schema) + end),
);
