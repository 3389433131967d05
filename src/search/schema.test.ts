import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { discoveryCatalogue } from "./catalogue.ts";
import { configTable } from "./config-table.ts";
import { discoverySchemaText } from "./schema.ts";

test("the published schema is up to date (`npm run generate` writes it)", async () => {
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

test("the documented table of keys is up to date (`npm run generate` writes it)", async () => {
  const page = await readFile(new URL("../../docs/discovery.md", import.meta.url), "utf8");
  expect(page).toContain(`-->\n${configTable(discoverySchemaText(discoveryCatalogue))}\n<!-- end of table -->`);
});

test("the table names keys of mappings by their path, with defaults and sentences", () => {
  const catalogue = { proxies: ["a"], optimizers: ["b"], functions: ["c"], models: ["d"] };
  const lines = configTable(discoverySchemaText(catalogue)).split("\n");
  expect(lines).toContain("| `evolution.population` | `1000` | Members of all islands together. |");
  expect(lines.find((line) => line.includes("`funnel.full`"))).toMatch(/\| `null` \|/);
  expect(lines.filter((line) => line.includes("`funnel.full."))).toHaveLength(7);
  expect(lines.some((line) => line.includes("`tasks."))).toBe(false);
  for (const line of lines.slice(2)) expect(line).toMatch(/^\| `[\w.]+` \| .*\| [A-Z].*\. \|$/);
});
