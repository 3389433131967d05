/**
 * The parts `tuning` and `evaluation` of a study file.
 */
import { z } from "zod";
import { anytimeNames, samplerNamed, samplerNames } from "./samplers/index.ts";
import type { Budget, Sampler } from "./samplers/sampler.ts";

/** The first of the seeds that a study judges by where it says how many: above every number of seeds that tuning can have. */
export const firstEvaluationSeed = 1000;

/** Seeds where a study judges without saying on how many. */
export const usualEvaluationSeeds = 10;

/** What a budget is, where a study names none: for each optimizer. */
const usualTrials = 16;

const mostTrials = 10_000;

/** The sampler where a study names none, for its points leave no holes where they are few. It was `random` once: what was begun so goes on so (`begun.ts`). */
export const usualSampler = "quasi-random";

const seedList = z.array(z.int().min(0)).min(1);

/** The schema of `tuning`. */
export const tuningSchema = z
  .strictObject({
    sampler: z
      .enum(samplerNames as [string, ...string[]])
      .optional()
      .describe(
        `How points are chosen; \`${usualSampler}\` where none is named. A study that was begun without naming one goes on with the one that it was begun with.`,
      ),
    trials: z
      .int()
      .min(1)
      .max(mostTrials)
      .optional()
      .describe("Points that each optimizer tries; 16 where no budget is given."),
    epochs: z
      .int()
      .min(1)
      .max(10_000_000)
      .optional()
      .describe("Instead of `trials`: epochs that each optimizer may train on a seed."),
    minutes: z
      .number()
      .positive()
      .max(1_000_000)
      .optional()
      .describe(
        "Instead of `trials`: minutes of training that each optimizer may take, by the times that its trials record; more trials on a faster machine.",
      ),
    seeds: z
      .union([z.int().min(1).max(firstEvaluationSeed), seedList])
      .default(1)
      .describe("Number of seeds that each point is trained on (0, 1, 2 …), or a list of them."),
  })
  .superRefine(({ trials, epochs, minutes }, context) => {
    const said = [trials, epochs, minutes].filter((budget) => budget !== undefined);
    if (said.length > 1)
      context.addIssue({
        code: "custom",
        message: "a budget is said once, as `trials`, as `epochs` or as `minutes`; leave the others out",
      });
  })
  .describe("Tune each optimizer before it is judged: its space is searched, and validation chooses.");

/** The schema of `evaluation`. */
export const evaluationSchema = z
  .strictObject({
    seeds: z
      .union([z.int().min(1).max(1000), seedList])
      .default(usualEvaluationSeeds)
      .describe(
        `Number of fresh seeds (${firstEvaluationSeed}, ${firstEvaluationSeed + 1} …) that winners are trained on, or a list of them.`,
      ),
  })
  .describe("How the winners of tuning are judged: trained again on seeds that tuning never saw, and tested.");

/** What `tuning` says, after defaults. `sampler` is absent where the study names none: see `samplerIn`. */
export interface StudyTuning {
  readonly sampler?: string | undefined;
  readonly trials?: number | undefined;
  readonly epochs?: number | undefined;
  readonly minutes?: number | undefined;
  readonly seeds: readonly number[];
}

/** See `tuningSchema`. */
export type TuningFile = z.output<typeof tuningSchema>;

/** See `evaluationSchema`. */
export type EvaluationFile = z.output<typeof evaluationSchema>;

/** What tuning does, after defaults. */
export function tuningOf({ seeds, ...rest }: TuningFile): StudyTuning {
  return { ...rest, seeds: typeof seeds === "number" ? numbered(0, seeds) : distinct(seeds) };
}

/** The seeds that winners are judged on. */
export function evaluationSeeds({ seeds }: EvaluationFile = { seeds: usualEvaluationSeeds }): readonly number[] {
  return typeof seeds === "number" ? numbered(firstEvaluationSeed, seeds) : distinct(seeds);
}

/** The sampler of a study that tunes: the one that it names, else the usual one. */
export function samplerIn({ sampler = usualSampler }: Pick<StudyTuning, "sampler">): Sampler {
  return samplerNamed(sampler);
}

/** What of a study does not go with its sampler: the place in the file, and a sentence. */
export function samplerFaults({ tuning, scheduleKind }: SamplerUse): readonly SamplerFault[] {
  const { name, anytime, resumes } = samplerIn(tuning);
  const faults: SamplerFault[] = [];
  if (tuning.minutes !== undefined && anytime !== true)
    faults.push({
      path: ["tuning", "minutes"],
      message: `\`${name}\` lays its trials out before the first, so no time can end it; choose ${anytimeNames().join(", ")}, or a budget of \`trials\` or \`epochs\``,
    });
  if (resumes === true && scheduleKind === "cosine")
    faults.push({
      path: ["training", "schedule"],
      message: `\`${name}\` lets short trials go on to long ones, which a cosine schedule, whose rates depend on the length, does not allow; choose constant, exponential or step, or another sampler`,
    });
  return faults;
}

/** What a sampler must go with. */
export interface SamplerUse {
  readonly tuning: Pick<StudyTuning, "sampler" | "minutes">;
  readonly scheduleKind: string;
}

interface SamplerFault {
  readonly path: readonly string[];
  readonly message: string;
}

/** What each optimizer may spend, where a whole trial has this many epochs; of a budget of minutes, points that no time is enough for. */
export function budgetOf(tuning: StudyTuning, epochs: number): Budget {
  const { trials, epochs: most, minutes } = tuning;
  if (minutes !== undefined) return { points: mostTrials, epochs };
  const points =
    most === undefined
      ? (trials ?? usualTrials)
      : (samplerIn(tuning).pointsFor?.(most, epochs) ?? Math.floor(most / epochs));
  return { points: Math.max(1, points), epochs };
}

function numbered(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => first + i);
}

function distinct(seeds: readonly number[]): readonly number[] {
  return [...new Set(seeds)];
}
