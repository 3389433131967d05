/**
 * From a discovery's configuration to its plan: the seed program's text, what mutation may do, the tasks with their data, and
 * one search for each method and seed.
 */
import { LabError } from "../core/errors.ts";
import { seedProgram } from "../optimizers/seed.ts";
import { type Program, paperInputs } from "../program/ast.ts";
import type { MutationOptions } from "../program/genome.ts";
import { functionTable, paperFunctions } from "../program/genome-functions.ts";
import { genomeOf } from "../program/genome-of.ts";
import { programFunctions } from "../program/helpers.ts";
import { requireRateLast } from "../program/mutate/rate-last.ts";
import { parseProgram } from "../program/parse.ts";
import { printFunction, printProgram } from "../program/print.ts";
import type { SearchConfig } from "../records/search-records.ts";
import { proxyNamed } from "../tasks/proxies/index.ts";
import { proxyUse } from "../trainer/proxy-evaluator.ts";
import { searchBudget } from "./budget.ts";
import { type DiscoveryConfig, discoveryFileForm, type SeedEntry, seedLabel } from "./config.ts";
import { fullDataset } from "./config-funnel.ts";
import type { EvolutionConfig, MutationConfig, RaceConfig } from "./config-search.ts";
import { planNotes } from "./notes.ts";
import type { DiscoveryPlan } from "./plan.ts";

/** What a plan needs besides the configuration. */
export interface PlanSetting {
  /** Command that runs the discovery again. */
  readonly command: string;
  /** Folder of `--data`. */
  readonly dataDir?: string | undefined;
}

/**
 * The plan of a discovery. Loads the data of its tasks, which a search's identity holds by their fingerprints.
 * Errors: those of the seed program (`no-seed`, `program-syntax`, `program-invalid` …), of helper functions, and of the data.
 */
export async function planDiscovery(
  config: DiscoveryConfig,
  { command, dataDir }: PlanSetting,
): Promise<DiscoveryPlan> {
  const program = startingProgram(config);
  const text = printProgram(program);
  const mutation = mutationOptions(config.mutation, program);
  const tasks = await Promise.all(config.tasks.map((entry) => proxyUse(entry, { dataDir })));
  return {
    name: config.name,
    config: discoveryFileForm({ ...config, seedProgram: writtenOut(config.seedProgram) }),
    command,
    searches: config.methods.flatMap((method) =>
      config.seeds.map(
        (seed): SearchConfig => ({
          schemaVersion: 1,
          method,
          seed,
          seedProgram: text,
          tasks,
          mutation: { ...mutation },
          evolution: evolutionRecord(config.evolution),
          race: raceRecord(config.race),
          ...(config.proposals === null || method !== "evolution" ? {} : { proposals: config.proposals }),
        }),
      ),
    ),
    budget: searchBudget(config.budget),
    notes: planNotes(config),
  };
}

/**
 * The program that a discovery starts from: the seed in the paper's form, with the helpers and the extra states of its
 * configuration. Errors: those of the seed program; `program-syntax`, `program-invalid` and `name-taken` for helpers;
 * `rate-not-last`.
 */
export function startingProgram({ seedProgram: entry, mutation }: DiscoveryConfig): Program {
  const seed = paperSeed(entry);
  const helpers = mutation.helpers.map(helperText);
  const text = [...helpers, printProgram(withStates(seed, mutation.extraStates))].join("\n");
  const program = parseProgram(text);
  const genome = genomeOf(program, text);
  if (mutation.rate === "last-factor") requireRateLast(genome);
  functionTable(programFunctions(program));
  return program;
}

function paperSeed(entry: SeedEntry): Program {
  const { name, convention, hyperparameters, program } = entry;
  if (program !== null) return parseProgram(program);
  return seedProgram({ name, hyperparameters, ...(convention === null ? {} : { convention }) });
}

/** The seed as a text, so that a stored discovery needs no file and no library to go on. */
function writtenOut(entry: SeedEntry): SeedEntry {
  const program = printProgram(paperSeed(entry));
  return { name: seedLabel(entry), convention: null, hyperparameters: {}, program };
}

/** Canonical text of one helper. Errors: `helper-form` where a text is anything but one `def`. */
function helperText(text: string): string {
  const { helpers, parameters, statements } = parseProgram(text);
  const name = /^\s*def\s+(\w+)/m.exec(text)?.[1];
  if (helpers.length > 0 || name === undefined || name === "train") {
    throw new LabError(
      "helper-form",
      `Each of mutation.helpers must be one function such as "def twice(x): return x + x", but one is:\n${text}`,
      { text },
    );
  }
  return printFunction({ name, parameters, statements });
}

/** The program with further states, which it hands on unchanged. */
function withStates(program: Program, count: number): Program {
  const inputs = paperInputs(program.parameters);
  if (count === 0 || inputs === null) return program;
  const taken = new Set([
    ...program.parameters,
    ...program.statements.flatMap((s) => ("target" in s ? [s.target] : [])),
  ]);
  const names: string[] = [];
  for (let i = 1; names.length < count; i++) if (!taken.has(`s${i}`)) names.push(`s${i}`);
  const at = { line: 1, column: 1 };
  const last = inputs.step === null ? [inputs.rate] : [inputs.rate, inputs.step];
  return {
    ...program,
    parameters: [inputs.weights, inputs.gradient, ...inputs.states, ...names, ...last],
    statements: program.statements.map((statement) =>
      statement.kind === "return"
        ? { ...statement, values: [...statement.values, ...names.map((name) => ({ kind: "name", name, at }) as const)] }
        : statement,
    ),
  };
}

/** Options that are younger than archives are written where they say something, so that older searches keep their keys. */
function evolutionRecord({ kinds, parsimony, ...older }: EvolutionConfig): SearchConfig["evolution"] {
  return { ...older, ...(kinds === "averages" ? { kinds } : {}), ...(parsimony === 0 ? {} : { parsimony }) };
}

function raceRecord(race: RaceConfig | null): SearchConfig["race"] {
  if (race === null) return null;
  const { slack, ...older } = race;
  return { ...older, ...(slack === null ? {} : { slack }) };
}

/** Like `evolutionRecord`. Errors: `no-functions` where everything is forbidden. */
function mutationOptions(config: MutationConfig, program: Program): MutationOptions {
  const { insert, delete: remove, modify, wrap, newConstant, resample, maxLength, allow, forbid, constants } = config;
  const { inPlace, graft, averages, rate } = config;
  const own = programFunctions(program).map(({ name }) => name);
  const functions = [...(allow ?? paperFunctions.keys()), ...own].filter((name) => !forbid.includes(name));
  if (functions.length === 0 && insert + wrap > 0)
    throw new LabError("no-functions", "New statements need a function, but mutation.forbid forbids all of them.");
  const weights = { insert, delete: remove, modify, ...(wrap === 0 ? {} : { wrap }) };
  return {
    ...{ weights, newConstant, resample, maxLength, functions: [...new Set(functions)], constants, inPlace, graft },
    ...(averages === null ? {} : { averages }),
    ...(rate === "any" ? {} : { rate }),
  };
}

/** Names of the datasets that a discovery needs, in all its stages. */
export function datasetsOf({ tasks, funnel }: DiscoveryConfig): readonly string[] {
  const proxies = [...tasks, ...(funnel?.larger ?? [])].map(({ name }) => proxyNamed(name).dataset);
  const names = [...proxies, ...((funnel?.full ?? null) === null ? [] : [fullDataset])];
  return [...new Set(names.filter((name) => name !== null))];
}
