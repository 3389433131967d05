/**
 * What a study file says: the schema, and its plain form after defaults.
 *
 * The file form is what people write (names alone, grids as ranges, hyperparameters beside `lr`); `StudyConfig` is what the
 * planner reads (every value spelled out). `fileForm` goes back, and reading its result gives the same config.
 */

import { z } from "zod";
import { unknownName } from "../core/errors.ts";
import { wholeText } from "../core/whole-number.ts";
import { isProgramPath } from "../optimizers/resolve-text.ts";
import type { ScheduleConfig } from "../records/records.ts";
import type { StudyTraining } from "../records/training-settings.ts";
import type { Catalogue } from "./catalogue.ts";
import { type DataConfig, dataSettings } from "./config-data.ts";
import { type OptimizerEntry, optimizerItem, ratesOrSpace, toEntry } from "./config-optimizers.ts";
import {
  budgetOf,
  evaluationSchema,
  evaluationSeeds,
  type StudyTuning,
  samplerFaults,
  samplerIn,
  tuningOf,
  tuningSchema,
} from "./config-tuning.ts";
import { alwaysSchemas, optionalSchemas } from "./training-schema.ts";

/** A study after defaults: every grid is a list of points. */
export interface StudyConfig {
  readonly name: string;
  readonly data: DataConfig;
  readonly model: string;
  /** File of starting weights. */
  readonly init?: string | undefined;
  readonly training: StudyTraining & { readonly schedule: ScheduleConfig };
  readonly convention: "torch" | "keras";
  readonly device: "cpu" | "webgpu" | "cuda";
  /** Absent: a plain grid. */
  readonly tuning?: StudyTuning | undefined;
  readonly optimizers: readonly OptimizerEntry[];
  /** Seeds that the study judges by; none of them is one of tuning's. */
  readonly seeds: readonly number[];
}

const schedule = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("constant"), warmupSteps: warmup() }),
    z.strictObject({
      kind: z.literal("exponential"),
      warmupSteps: warmup(),
      rate: z.number().positive().describe("Factor over `everyEpochs` epochs, continuous in steps."),
      everyEpochs: z.number().positive().default(1),
    }),
    z.strictObject({
      kind: z.literal("step"),
      warmupSteps: warmup(),
      factor: z.number().positive().describe("Factor applied every `everyEpochs` epochs."),
      everyEpochs: z.number().positive(),
    }),
    z.strictObject({
      kind: z.literal("cosine"),
      warmupSteps: warmup(),
      floor: z.number().min(0).max(1).default(0).describe("Share of the peak rate left at the end."),
    }),
  ])
  .describe("Learning-rate schedule; `lr` is its peak.");

const training = z
  .strictObject({
    ...alwaysSchemas,
    schedule: schedule.default({ kind: "constant", warmupSteps: 0 }),
    ...optionalSchemas,
  })
  .describe("How every trial trains.");

const convention = z.enum(["torch", "keras"]);
/** The schema of study files. Unknown keys are refused; names are checked against the catalogue. */
export function studySchema(catalogue: Catalogue): z.ZodType<StudyFile> {
  return studyShape(catalogue).superRefine((file, context) => {
    checkOptimizers(file, catalogue, context);
    checkPhases(file, context);
    checkSize(file, context);
  });
}

/** Most trials of one study: counted before any is listed. The largest published grids have some thousands. */
export const mostTrials = 100_000;

/** What a study file says, after defaults of the schema. */
export type StudyFile = z.output<ReturnType<typeof studyShape>>;

/** A study as people write it: what has a default may be left out. docs/study-files.md says what each key means. */
export interface StudyInput extends Omit<z.input<ReturnType<typeof studyShape>>, "optimizers"> {
  /** Names of the library, paths of program files, or either with rates and hyperparameters. */
  readonly optimizers: readonly (string | OptimizerInput)[];
}

/** An optimizer of a study: hyperparameters stand beside `lr`, each a value, a list of them, or a range. */
export interface OptimizerInput {
  readonly name: string;
  readonly label?: string;
  readonly convention?: "torch" | "keras" | "paper";
  readonly [hyperparameter: string]: unknown;
}

function studyShape(catalogue: Catalogue) {
  return z.strictObject({
    name: z
      .string()
      .regex(
        /^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/,
        "letters, digits, dots, dashes and underscores, at most 80, are allowed",
      )
      .describe("Names the study and its folder."),
    data: z.strictObject({
      name: nameIn("dataset", catalogue.datasets).describe("Dataset (`npx lionlab data`)."),
      ...dataSettings,
    }),
    model: nameIn("model", catalogue.models).describe("Model (`npx lionlab models`)."),
    init: z
      .string()
      .min(1)
      .optional()
      .describe("File of starting weights; a head for other classes is drawn by the seed."),
    training,
    convention: convention.default("torch").describe("Whose reading of the optimizers: PyTorch's or Keras'."),
    device: z.enum(["cpu", "webgpu", "cuda"]).default("cpu").describe("Where trials are computed."),
    lr: ratesOrSpace.optional().describe("Learning rates of the optimizers that name none."),
    tuning: tuningSchema.optional(),
    evaluation: evaluationSchema.optional(),
    optimizers: z.array(optimizerItem).min(1).describe("Optimizers to compare: names, or entries with their grids."),
    seeds: z
      .union([z.int().min(1).max(1000), z.array(z.int().min(0)).min(1)])
      .optional()
      .describe(
        "Number of seeds (0, 1, 2 …), or a list of them; 1 by default. A study that tunes says them in `evaluation`.",
      ),
  });
}

/** The plain form of a file: names become entries, missing rates and labels are filled in. */
export function toConfig(file: StudyFile): StudyConfig {
  const { lr, optimizers, seeds: _, tuning, evaluation: __, ...rest } = file;
  return {
    ...rest,
    ...(tuning === undefined ? {} : { tuning: tuningOf(tuning) }),
    optimizers: optimizers.map((item) => toEntry(item, lr)),
    seeds: seedsOf(file),
  };
}

/** The seeds that a study judges by. */
function seedsOf({ seeds = 1, tuning, evaluation }: StudyFile): readonly number[] {
  if (tuning !== undefined) return evaluationSeeds(evaluation);
  return typeof seeds === "number" ? Array.from({ length: seeds }, (_, i) => i) : [...new Set(seeds)];
}

/** The file form of a config: what a person would write to get it. */
export function fileForm({ seeds, ...config }: StudyConfig): { readonly [key: string]: unknown } {
  return {
    ...config,
    optimizers: config.optimizers.map(({ hyperparameters, spaces = {}, convention: own, lr, text: _, ...entry }) => ({
      ...entry,
      ...(own === null ? {} : { convention: own }),
      ...(lr.length === 0 ? {} : { lr }),
      ...hyperparameters,
      ...spaces,
    })),
    ...(config.tuning === undefined ? { seeds } : { evaluation: { seeds } }),
  };
}

function checkOptimizers(file: StudyFile, { optimizers }: Catalogue, context: z.RefinementCtx): void {
  const labels = new Map<string, number>();
  file.optimizers.forEach((item, index) => {
    const entry = toEntry(item, file.lr);
    const add = (path: PropertyKey[], message: string) =>
      context.addIssue({ code: "custom", path: ["optimizers", index, ...path], message });
    if (!isProgramPath(entry.name) && !optimizers.includes(entry.name))
      add(typeof item === "string" ? [] : ["name"], unknownName("optimizer", entry.name, optimizers).message);
    const [space] = Object.keys(entry.spaces ?? {});
    if (space !== undefined && file.tuning === undefined)
      add(
        typeof item === "string" ? [] : [space],
        `a space is for a study with \`tuning\`; a grid needs \`points\` or a list`,
      );
    else if (entry.lr.length === 0 && file.tuning === undefined)
      add([], `${entry.name} has no learning rates; give it \`lr\`, or give the study an \`lr\` for all`);
    const earlier = labels.get(entry.label);
    if (earlier !== undefined)
      add([], `"${entry.label}" is already the label of optimizers[${earlier}]; give one of them another \`label\``);
    labels.set(entry.label, index);
  });
}

/** A study tunes and has fresh seeds to judge on, or does neither. */
function checkPhases(
  { seeds, tuning, evaluation, training: { epochs, schedule: rates } }: StudyFile,
  context: z.RefinementCtx,
): void {
  const add = (path: PropertyKey[], message: string) => context.addIssue({ code: "custom", path, message });
  if (tuning === undefined) {
    if (evaluation !== undefined)
      add(["evaluation"], "only winners of `tuning` are evaluated anew; add `tuning`, or say `seeds` instead");
    return;
  }
  if (seeds !== undefined)
    add(["seeds"], "a study that tunes has two kinds of seeds: say them as `tuning.seeds` and `evaluation.seeds`");
  const tuned = new Set(tuningOf(tuning).seeds);
  const shared = evaluationSeeds(evaluation).find((seed) => tuned.has(seed));
  if (shared !== undefined)
    add(
      ["evaluation", "seeds"],
      `winners are judged on seeds that tuning never saw, but ${shared} is one of \`tuning.seeds\`; give others, or a number of seeds`,
    );
  for (const { path, message } of samplerFaults({ tuning, scheduleKind: rates.kind })) add([...path], message);
  if (tuning.epochs !== undefined && tuning.epochs < epochs)
    add(["tuning", "epochs"], `a trial has ${epochs} epochs, so this budget of ${tuning.epochs} tries nothing`);
}

/** Trials are the product of all grids of an optimizer, its rates and the seeds, summed over the optimizers. */
function checkSize(file: StudyFile, context: z.RefinementCtx): void {
  const seeds = seedsOf(file).length;
  const counts = file.optimizers.map((item) => {
    const { lr, hyperparameters } = toEntry(item, file.lr);
    const combinations = Object.values(hyperparameters).reduce((product, grid) => product * grid.length, 1);
    if (file.tuning === undefined) return combinations * lr.length * seeds;
    const tuning = tuningOf(file.tuning);
    const { points } = budgetOf(tuning, file.training.epochs);
    const tried = samplerIn(tuning).name === "grid" ? combinations * (lr.length === 0 ? points : lr.length) : points;
    return tried * tuning.seeds.length + seeds;
  });
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total <= mostTrials) return;
  const [trials, most] = [total, mostTrials].map(wholeText);
  const largest = counts.indexOf(Math.max(...counts));
  context.addIssue({
    code: "custom",
    path: ["optimizers", largest],
    message: `this study has ${trials} trials, most of them of this optimizer, and a study may have ${most}; give fewer rates, values or seeds`,
  });
}

function nameIn(kind: string, known: readonly string[]) {
  return z.string().superRefine((name, context) => {
    if (!known.includes(name)) context.addIssue({ code: "custom", message: unknownName(kind, name, known).message });
  });
}

function warmup() {
  return z.int().min(0).default(0).describe("Steps over which the rate rises linearly from 0.");
}
