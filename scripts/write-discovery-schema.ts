/**
 * Writes schema/discovery.schema.json from the schema that discoveries are read with:
 * `npm run build:tools && node dist-tools/scripts/write-discovery-schema.js`. A test compares the two.
 */
import { writeFileSync } from "node:fs";
import { discoveryCatalogue } from "../src/search/catalogue.ts";
import { discoverySchemaText } from "../src/search/schema.ts";

writeFileSync("schema/discovery.schema.json", discoverySchemaText(discoveryCatalogue));
