import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { catalogue } from "./catalogue.ts";
import { studySchemaText } from "./schema.ts";

test("the published schema is up to date (`npm run generate` writes it)", async () => {
  const published = await readFile(new URL("../../schema/study.schema.json", import.meta.url), "utf8");
  expect(published).toBe(studySchemaText(catalogue));
});

test("names of models and datasets are listed, and unknown keys are refused", () => {
  const schema = JSON.parse(studySchemaText({ optimizers: ["lion"], models: ["a", "b"], datasets: ["c"] }));
  expect(schema.properties.model.enum).toEqual(["a", "b"]);
  expect(schema.properties.data.properties.name.enum).toEqual(["c"]);
  expect(schema.additionalProperties).toBe(false);
  expect(schema.properties.training.additionalProperties).toBe(false);
});
