/** The JSON form of a listing, as a schema: what `--to json` writes and its published JSON Schema describes. */
import { z } from "zod";
import { lineageJson } from "./lineage-form.ts";

const type = z.enum(["flag", "host", "scalar", "leaves", "tree", "condition"]);

const expression = z.union([
  z.strictObject({ number: z.union([z.number(), z.enum(["Infinity", "-Infinity", "NaN"])]) }),
  z.strictObject({ flag: z.boolean() }),
  z.strictObject({ name: z.string() }),
  z.strictObject({
    call: z.string().describe("Name of the function."),
    type: type.describe(
      "Of the result: one value of the step (flag, host), of all tensors (scalar), of each tensor (leaves), of each element (tree, condition).",
    ),
    get args() {
      return z.array(expression);
    },
  }),
]);

const statement = z.strictObject({
  name: z.string(),
  assigns: z.enum(["weights", "state", "scalar", "local"]).describe("What bears that name."),
  type,
  value: expression,
});

const hyperparameter = z.strictObject({
  name: z.string(),
  default: z.union([z.number(), z.boolean(), z.null()]).describe("Null where a value must be given."),
  about: z.string(),
  min: z.number().optional(),
  max: z.number().optional(),
  minOpen: z.boolean().optional().describe("The bound itself is not allowed."),
  maxOpen: z.boolean().optional(),
});

const carried = z.strictObject({ name: z.string(), start: expression });

/** What a file of `--to json` holds. */
export const optimizerJson = z.strictObject({
  $schema: z.string(),
  name: z.string(),
  title: z.string(),
  summary: z.string(),
  convention: z.string(),
  source: z.string(),
  deviation: z.string(),
  licence: z.string(),
  lineage: lineageJson.optional().describe("Where a program comes from that a search found."),
  program: z.array(z.string()).describe("The program in Lionlab's language, line by line."),
  hyperparameters: z.array(hyperparameter),
  fixed: z.record(z.string(), z.union([z.number(), z.boolean()])).describe("Hyperparameters that are constants here."),
  states: z.array(carried).describe("A tensor for each parameter, filled with its start."),
  scalars: z.array(carried).describe("One number."),
  passes: z
    .array(
      z.strictObject({
        host: z.array(statement).describe("Once a step, before the tensors."),
        tensors: z.array(statement).describe("For each tensor, w being the weights and g the gradient."),
        totals: z.array(z.strictObject({ name: z.string(), sumOf: expression })).describe("Sums over all tensors."),
      }),
    )
    .describe("Walks over the tensors; what states and weights become counts in the last."),
  stores: z.array(z.strictObject({ name: z.string(), value: expression })).describe("Stored after all statements."),
  mask: z
    .enum(["none", "hyperparameter", "free"])
    .describe("How weight decay is kept off parameters: by hyperparameters of 0, or by masked."),
  maskedBy: z.array(z.string()),
});

/** Text of `schema/optimizer.schema.json`. */
export function optimizerSchemaText(): string {
  return `${JSON.stringify({ title: "Lionlab optimizer", ...z.toJSONSchema(optimizerJson) }, null, 2)}\n`;
}
