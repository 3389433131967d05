/** Where a program that a search found comes from, as a schema: what of it stands in a JSON export. */
import { z } from "zod";

const score = z.number().describe("0 … 1 on the proxy tasks; test accuracy on the full task.");

const facts = z.strictObject({
  run: z.string(),
  command: z.string().describe("What runs the discovery again."),
  form: z.enum(["as found", "simplified"]),
  tuned: z.boolean().describe("Whether its numbers were tuned after the search."),
  search: z
    .strictObject({
      method: z.string(),
      seed: z.number(),
      child: z.number().describe("Its number among the programs of the search."),
      evaluation: z.number().nullable(),
      evaluations: z.number().describe("Of the whole search."),
    })
    .nullable()
    .describe("Null where the run does not say."),
  fitness: z.strictObject({
    proxy: score.nullable(),
    start: score.nullable().describe("Of the program that the search started from."),
    baselines: z.array(z.strictObject({ name: z.string(), fitness: score })),
  }),
  ancestry: z.strictObject({
    edits: z.number(),
    steps: z
      .array(z.strictObject({ child: z.number(), change: z.string(), before: score.nullable(), after: score }))
      .describe("From the program that the search started from; small changes are told together."),
  }),
  simplification: z.array(
    z.strictObject({
      rule: z.string(),
      label: z.enum(["exact", "tolerant", "empirical"]),
      before: score.nullable(),
      after: score.nullable(),
    }),
  ),
  funnel: z.array(
    z.strictObject({
      stage: z.string(),
      program: z.string(),
      score,
      runs: z.number(),
      rate: z.number().describe("Multiplier of the rate that was best."),
      promoted: z.boolean().nullable().describe("Null for what the program is measured by."),
    }),
  ),
  warnings: z.array(z.string()),
});

/** The lineage in the schema of JSON exports. `text`: the lines of the heading; the rest is absent where a file had these alone. */
export const lineageJson = z.strictObject({ text: z.array(z.string()), ...facts.partial().shape });

/** What is known of where a program comes from. */
export type LineageFacts = z.infer<typeof facts>;
