/**
 * What a discovery file says: the schema, and its plain form after defaults.
 *
 * Every key has a default, so an empty file is a discovery. The file form is what people write (names alone, numbers of
 * seeds); `DiscoveryConfig` is what the planner reads (every value spelled out). `discoveryFileForm` goes back, and reading
 * its result gives the same config.
 */
import { basename, extname } from "node:path";
import { z } from "zod";
import { unknownName } from "../core/errors.ts";
import { isProgramPath } from "../optimizers/resolve-text.ts";
import type { SearchMethod } from "../records/search-records.ts";
import type { DiscoveryCatalogue } from "./catalogue.ts";
import { budgetSchema, defaultBudget } from "./config-budget.ts";
import { type FunnelConfig, funnelSchema, type SimplifyConfig, simplifySchema } from "./config-funnel.ts";
import { type ProposalsConfig, proposalsSchema } from "./config-proposals.ts";
import {
  type EvolutionConfig,
  evolutionSchema,
  type MutationConfig,
  mutationSchema,
  type RaceConfig,
  raceSchema,
} from "./config-search.ts";
import { namesIn, seedList, seedsSchema, type TaskEntry, taskEntry, tasksSchema } from "./config-tasks.ts";

/** A discovery after defaults. */
export interface DiscoveryConfig {
  readonly name: string;
  readonly seedProgram: SeedEntry;
  readonly methods: readonly SearchMethod[];
  /** One search of each method for each of them. */
  readonly seeds: readonly number[];
  readonly tasks: readonly TaskEntry[];
  readonly budget: BudgetConfig;
  readonly evolution: EvolutionConfig;
  readonly race: RaceConfig | null;
  readonly mutation: MutationConfig;
  readonly proposals: ProposalsConfig;
  readonly funnel: FunnelConfig | null;
  readonly simplify: SimplifyConfig | null;
}

/** When searching ends: at the first limit that is reached; null: no such limit. */
export type BudgetConfig = z.output<typeof budgetSchema>;

/** The program to start from: an optimizer of the library, a program file, or with `program` a text; then `name` is its label. */
export interface SeedEntry {
  readonly name: string;
  readonly convention: "torch" | "keras" | "paper" | null;
  readonly hyperparameters: { readonly [name: string]: number | boolean };
  readonly program: string | null;
}

/** The methods, evolution first. */
export const searchMethods: readonly SearchMethod[] = ["evolution", "constants", "random"];

const seedProgram = z
  .union([
    z.string().min(1),
    z
      .object({
        name: z.string().min(1).describe("Name of an optimizer, or the path of a program file."),
        convention: z.enum(["torch", "keras", "paper"]).optional().describe("Whose reading of the optimizer."),
        program: z.string().min(1).optional().describe("Text of a program; `name` is then only its label."),
      })
      .catchall(z.union([z.number(), z.boolean()])),
  ])
  .default("paper-adamw-seed")
  .describe("Program to start from: an optimizer (with hyperparameters beside `name`), a program file, or a text.");

/** The schema of discovery files. Unknown keys are refused; names are checked against the catalogue. */
export function discoverySchema(catalogue: DiscoveryCatalogue): z.ZodType<DiscoveryFile> {
  return shape(catalogue).superRefine(({ seedProgram: seed }, context) => {
    const { name, program } = toSeedEntry(seed);
    if (program !== null || isProgramPath(name) || catalogue.optimizers.includes(name)) return;
    const path = typeof seed === "string" ? ["seedProgram"] : ["seedProgram", "name"];
    context.addIssue({
      code: "custom",
      path,
      message: unknownName("optimizer", name, catalogue.optimizers).message,
    });
  });
}

/** What a discovery file says, after defaults of the schema. */
export type DiscoveryFile = z.output<ReturnType<typeof shape>>;

function shape(catalogue: DiscoveryCatalogue) {
  return z.strictObject({
    name: z
      .string()
      .regex(
        /^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/,
        "letters, digits, dots, dashes and underscores, at most 80, are allowed",
      )
      .default("discovery")
      .describe("Names the discovery and its folder, runs/<name>."),
    seedProgram,
    methods: z
      .array(z.enum(["evolution", "constants", "random"]))
      .min(1)
      .default([...searchMethods])
      .describe("Evolution, and the two baselines that it is shown beside: constants alone, random changes."),
    seeds: seedsSchema.default(1).describe("Searches of each method: a number (seeds 0, 1, 2 …), or a list of seeds."),
    tasks: tasksSchema(catalogue)
      .min(1)
      .default(["mlp"])
      .describe("Proxy tasks that give the fitness: names, or entries with their seeds."),
    budget: budgetSchema.prefault(defaultBudget),
    evolution: evolutionSchema.prefault({}),
    race: raceSchema,
    mutation: mutationSchema(namesIn("function", catalogue.functions)).prefault({}),
    proposals: proposalsSchema,
    funnel: funnelSchema(catalogue),
    simplify: simplifySchema,
  });
}

/** The plain form of a file: names become entries, numbers of seeds become lists. */
export function toDiscoveryConfig(file: DiscoveryFile): DiscoveryConfig {
  return {
    ...file,
    seedProgram: toSeedEntry(file.seedProgram),
    methods: searchMethods.filter((method) => file.methods.includes(method)),
    seeds: seedList(file.seeds),
    tasks: file.tasks.map(taskEntry),
    funnel: file.funnel === null ? null : { ...file.funnel, larger: file.funnel.larger.map(taskEntry) },
  };
}

/** The file form of a config: what a person would write to get it. */
export function discoveryFileForm(config: DiscoveryConfig): { readonly [key: string]: unknown } {
  const { name, convention, hyperparameters, program } = config.seedProgram;
  return {
    ...config,
    seedProgram: {
      name,
      ...(convention === null ? {} : { convention }),
      ...(program === null ? {} : { program }),
      ...hyperparameters,
    },
  };
}

function toSeedEntry(item: DiscoveryFile["seedProgram"]): SeedEntry {
  const entry = typeof item === "string" ? { name: item } : item;
  const { name, convention = null, program = null, ...hyperparameters } = entry as SeedFields;
  return { name, convention, hyperparameters: hyperparameters as SeedEntry["hyperparameters"], program };
}

interface SeedFields {
  readonly name: string;
  readonly convention?: SeedEntry["convention"];
  readonly program?: string;
}

/** How a seed program is called in texts for people. */
export function seedLabel({ name }: SeedEntry): string {
  return isProgramPath(name) ? basename(name, extname(name)) : name;
}
