/**
 * What follows the searches: finalists on fresh seeds, on larger tasks and on the full one; then the simplification.
 */
import { z } from "zod";
import type { DiscoveryCatalogue } from "./catalogue.ts";
import { namesIn, seedList, type TaskEntry, taskEntry, tasksSchema } from "./config-tasks.ts";

/** The funnel after defaults. */
export interface FunnelConfig {
  readonly finalists: number;
  readonly freshSeeds: number;
  readonly sequential: SequentialConfig | null;
  readonly tuning: TuningConfig | null;
  readonly rates: readonly number[];
  readonly references: readonly string[];
  readonly larger: readonly TaskEntry[];
  readonly full: FullConfig | null;
}

const fullShape = (catalogue: DiscoveryCatalogue) =>
  z.strictObject({
    model: namesIn("model", catalogue.models).default("fashion-cnn").describe("Model (`npx lionlab models`)."),
    epochs: z.int().min(1).max(1000).default(8).describe("Epochs of each trial on all training images."),
    batchSize: z.int().min(1).default(128).describe("Images in a batch."),
    limitTrain: z.int().min(1).nullable().default(null).describe("Training images to use; null: all."),
    programs: z.int().min(1).default(2).describe("Promoted programs that come this far, the best of the stage before."),
    rates: z
      .array(z.number().positive())
      .min(1)
      .default([0.5, 1, 2])
      .describe("Factors of the rate of the stage before, tried for every program on a seed of its own."),
    seeds: z
      .union([z.int().min(1).max(1000), z.array(z.int().min(0)).min(1)])
      .default(5)
      .transform(seedList)
      .describe("Seeds of the trials that count: a number, or a list."),
  });

const tuningSchema = z
  .strictObject({
    variants: z.int().min(1).max(100_000).default(60).describe("Settings of its numbers that a program tries."),
    seeds: z.int().min(1).max(1000).default(3).describe("Seeds that choose among them; no other stage uses them."),
  })
  .nullable()
  .default(null)
  .describe("Tunes the numbers of every finalist, the baseline and the references alike before they are judged.");

const sequentialSchema = z
  .strictObject({
    most: z
      .int()
      .min(2)
      .max(10_000)
      .describe("Seeds at most; `freshSeeds` and the seeds of larger tasks are those of the first look."),
    error: z
      .number()
      .gt(0)
      .lt(0.5)
      .default(0.05)
      .describe(
        "Share of the programs that are no better than the baseline which are promoted all the same, at most; of all looks together.",
      ),
  })
  .nullable()
  .default(null)
  .describe(
    "Seeds are doubled until the interval of a program's lead leaves out 0, in place of a fixed number of them; null: a fixed number.",
  );

/** See `sequentialSchema`. */
export type SequentialConfig = NonNullable<z.output<typeof sequentialSchema>>;

/** See `tuningSchema`. */
export type TuningConfig = NonNullable<z.output<typeof tuningSchema>>;

/** Data set that the last stage trains on. */
export const fullDataset = "fashion-mnist";

/** The last stage: real trials. */
export type FullConfig = z.output<ReturnType<typeof fullShape>>;

/** The funnel of a file; null ends a discovery with its searches. */
export function funnelSchema(catalogue: DiscoveryCatalogue) {
  return z
    .strictObject({
      finalists: z.int().min(1).max(1000).default(5).describe("Programs of the halls of fame that enter."),
      freshSeeds: z
        .int()
        .min(1)
        .max(1000)
        .default(5)
        .describe("Seeds of the first stage, none of them known to the searches."),
      sequential: sequentialSchema,
      tuning: tuningSchema,
      rates: z
        .array(z.number().positive())
        .min(1)
        .default([0.5, 1, 2])
        .describe("Factors of the rate tried for every program, the baseline too; the best one counts."),
      references: z
        .array(namesIn("optimizer", catalogue.optimizers))
        .default(["lion"])
        .describe("Optimizers of the library judged beside the finalists; none of them can win."),
      larger: tasksSchema(catalogue)
        .default([])
        .describe("Tasks about ten times as large: the second stage, and the meta-validation of the searches."),
      full: fullShape(catalogue)
        .nullable()
        .default(null)
        .describe("Last stage, about a hundred times as large, on Fashion-MNIST; null: none."),
    })
    .superRefine(({ sequential, freshSeeds, larger }, context) => {
      const first = Math.max(freshSeeds, ...larger.map((item) => taskEntry(item).seeds.length));
      if (sequential === null || sequential.most >= first) return;
      const message = `funnel.sequential.most is ${sequential.most}, fewer than the ${first} seeds of the first look (freshSeeds, or the seeds of larger)`;
      context.addIssue({ code: "custom", path: ["sequential", "most"], message });
    })
    .nullable()
    .prefault({})
    .describe("How finalists are judged, beside AdamW with the best constants found; null: not at all.");
}

/** The simplification of a file. */
export const simplifySchema = z
  .strictObject({
    margin: z
      .number()
      .min(0)
      .max(1)
      .default(0.002)
      .describe("Loss of mean score that a step which is no identity may cost."),
  })
  .nullable()
  .prefault({})
  .describe("How the winner is simplified; null: not at all.");

/** See `simplifySchema`. */
export type SimplifyConfig = NonNullable<z.output<typeof simplifySchema>>;
