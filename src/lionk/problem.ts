/**
 * What a problem file says: min over x of f(x) + K*(lambda x) / lambda, lambda being its decay, and how it is solved.
 *
 * The schema is computed from the lists of objectives and of K, so that a new member is known to files, editors and messages at once.
 */
import { z } from "zod";
import { kFunctions } from "./functions/index.ts";
import type { KFunction, KParameter } from "./k-function.ts";
import { objectiveKinds } from "./objective-kinds.ts";
import { saidTwice, solverWords } from "./problem-words.ts";

const single = objectiveKinds.map(({ kind, formula, parts }) =>
  z.strictObject({ kind: z.literal(kind), ...parts }).describe(formula),
);
const [first, ...others] = single as [(typeof single)[number], ...typeof single];

const term = z.strictObject({
  weight: z
    .union([z.number(), z.array(z.number()).min(1)])
    .describe("A number; or a list of them, and one problem is solved for each place of the lists."),
  objective: z.discriminatedUnion("kind", [first, ...others]),
});

/** What a weighted sum is, in plain text. */
export const weightedSumFormula = "sum of weight times objective";

const weightedSum = z
  .strictObject({ kind: z.literal("weighted-sum"), terms: z.array(term).min(1) })
  .describe(weightedSumFormula);

const k = z.discriminatedUnion("kind", kFunctions.map(kSchema) as [ReturnType<typeof kSchema>]);

/** The schema of problem files. */
export const problemSchema = z
  .strictObject({
    $schema: z.string().optional().describe("Where a JSON file's editor finds the schema."),
    name: z.string().min(1).optional().describe("What the problem is called; the file's name where none is given."),
    objective: z.discriminatedUnion("kind", [first, ...others, weightedSum]).describe("f."),
    k: k.describe("K, which says what x is held to."),
    ...solverWords,
    beta1: beta("Share of the old momentum in a step, 0.9 where none is given."),
    beta2: beta("Share of the old momentum in the new one, 0.99 where none is given."),
    gamma: z.number().positive().optional().describe("In place of beta2, as in the equation: beta2 = 1 - lr gamma."),
    epsilon: z.number().min(0).optional().describe("In place of beta1: beta1 = 1 - epsilon gamma."),
    steps: z.int().min(1).max(1e9).default(20_000),
    x0: z
      .union([z.array(z.number()).min(1), z.array(z.array(z.number()).min(1)).min(1)])
      .optional()
      .describe("The start, outside the domain where you like; zeros, or a point inside, where none is given."),
    tolerance: z.number().min(0).default(0).describe("A run ends early where gap / decay is at most this."),
  })
  .superRefine((file, context) => {
    const { beta1, beta2, gamma, epsilon } = file;
    const twice = saidTwice(file);
    if (twice !== null) context.addIssue({ code: "custom", path: [twice.path], message: twice.message });
    const continuous = [gamma, epsilon].filter((value) => value !== undefined).length;
    if (continuous === 1 || (continuous === 2 && (beta1 ?? beta2) !== undefined)) {
      context.addIssue({
        code: "custom",
        path: [gamma === undefined ? "epsilon" : "gamma"],
        message: "gamma and epsilon come together, in place of beta1 and beta2",
      });
    }
  });

/** A problem as people write it: what has a default may be left out. docs/lionk.md says what each key means. */
export interface ProblemInput extends Omit<z.input<typeof problemSchema>, "objective" | "k"> {
  /** f: its kind and what that takes, as `{ kind: "quadratic", A, c }`. */
  readonly objective: { readonly kind: string; readonly [part: string]: unknown };
  /** K: its name and parameters, as `{ kind: "huber", delta: 0.5 }`. */
  readonly k: { readonly kind: string; readonly [parameter: string]: unknown };
}

/** A problem file after the schema. */
export type ProblemFile = z.infer<typeof problemSchema>;

/** Text of `schema/problem.schema.json`. */
export function problemSchemaText(): string {
  return `${JSON.stringify({ title: "Lionlab problem", ...z.toJSONSchema(problemSchema, { io: "input" }) }, null, 2)}\n`;
}

function beta(about: string): z.ZodOptional<z.ZodNumber> {
  return z.number().min(0).lt(1).optional().describe(about);
}

function kSchema({ name, formula, parameters }: KFunction) {
  const values = Object.entries(parameters).map(([key, declared]) => [key, parameterSchema(declared)]);
  const shape: Record<never, never> = Object.fromEntries(values);
  return z.strictObject({ kind: z.literal(name), ...shape }).describe(formula);
}

function parameterSchema({ kind, about, default: usual, min, max, minOpen, whole }: KParameter): z.ZodType {
  let number: z.ZodNumber = whole === true ? z.int() : z.number();
  if (min !== undefined) number = minOpen === true ? number.gt(min) : number.min(min);
  if (max !== undefined) number = number.max(max);
  const schema = kind === "number" ? number : z.array(number).min(1);
  return (usual === undefined ? schema : schema.optional()).describe(
    usual === undefined ? about : `${about}; ${usual} where none is given`,
  );
}
