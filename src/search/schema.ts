/**
 * The published JSON Schema of discovery files, for editors; computed from the schema that discoveries are read with.
 */
import { z } from "zod";
import type { DiscoveryCatalogue } from "./catalogue.ts";
import { discoverySchema } from "./config.ts";

/** Text of `schema/discovery.schema.json`: JSON Schema 2020-12 of what a discovery file may say, with the names there are. */
export function discoverySchemaText(catalogue: DiscoveryCatalogue): string {
  const schema = z.toJSONSchema(discoverySchema(catalogue), {
    io: "input",
    override: ({ jsonSchema, path }) => {
      const names = namesAt(path.map(String), catalogue);
      if (names !== null && jsonSchema.type === "string") jsonSchema.enum = [...names];
    },
  });
  return `${JSON.stringify({ title: "Lionlab discovery", ...schema }, null, 2)}\n`;
}

/** The names that a text at this place of the schema may be; null where any text may stand. */
function namesAt(path: readonly string[], catalogue: DiscoveryCatalogue): readonly string[] | null {
  const keys = path.filter((part) => !structural.has(part) && !/^\d+$/.test(part));
  const place = keys.join(".").replace(/\.name$/, "");
  if (place === "tasks" || place === "funnel.larger") return catalogue.proxies;
  if (place === "funnel.references") return catalogue.optimizers;
  if (place === "funnel.full.model") return catalogue.models;
  if (place === "mutation.allow" || place === "mutation.forbid") return catalogue.functions;
  return null;
}

const structural: ReadonlySet<string> = new Set(["properties", "items", "anyOf", "oneOf", "allOf"]);
