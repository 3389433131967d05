import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { discoveryCatalogue } from "./catalogue.ts";
import { discoverySchemaText } from "./schema.ts";

test("the published schema is up to date (scripts/write-discovery-schema.ts writes it)", async () => {
  const published = await readFile(new URL("../../schema/discovery.schema.json", import.meta.url), "utf8");
  expect(published).toBe(discoverySchemaText(discoveryCatalogue));
});

test("names are listed, unknown keys are refused, nothing is required", () => {
  const catalogue = { proxies: ["a"], optimizers: ["b"], functions: ["c"], models: ["d"] };
  const { properties, additionalProperties, required } = JSON.parse(discoverySchemaText(catalogue));
  expect({ additionalProperties, required }).toEqual({ additionalProperties: false });
  expect(properties.tasks.items.anyOf[0].enum).toEqual(["a"]);
  expect(properties.tasks.items.anyOf[1].properties.name.enum).toEqual(["a"]);
  expect(JSON.stringify(properties.funnel)).toContain('"enum":["d"]');
  expect(JSON.stringify(properties.mutation)).toContain('"enum":["c"]');
});
