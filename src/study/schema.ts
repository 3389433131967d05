/**
 * The published JSON Schema of study files, for editors; computed from the schema that studies are read with.
 */
import { z } from "zod";
import type { Catalogue } from "./catalogue.ts";
import { studySchema } from "./config.ts";

/** Text of `schema/study.schema.json`: JSON Schema 2020-12 of what a study file may say, with the names of the catalogue. */
export function studySchemaText(catalogue: Catalogue): string {
  const schema = z.toJSONSchema(studySchema(catalogue), {
    io: "input",
    override: ({ jsonSchema, path }) => {
      const names = namesAt(path, catalogue);
      if (names !== null) jsonSchema.enum = [...names];
    },
  });
  return `${JSON.stringify({ title: "Lionlab study", ...schema }, null, 2)}\n`;
}

function namesAt(path: readonly PropertyKey[], catalogue: Catalogue): readonly string[] | null {
  const place = path.join(".");
  if (place === "properties.model") return catalogue.models;
  if (place === "properties.data.properties.name") return catalogue.datasets;
  return null;
}
