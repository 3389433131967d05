/**
 * Program search on a task of the caller's own: programs are mutated and kept by what a function scores them.
 */
import { LabError } from "../core/errors.ts";
import type { MutationOptions } from "../program/genome.ts";
import type { EvaluationRecord, SearchConfig, SearchMethod } from "../records/search-records.ts";

/** How a program is scored: larger is better; what is not finite counts as diverged and is worse than any number. */
export type ProgramScore = (program: string) => number | Promise<number>;

/** What is searched, and how. */
export interface ProgramSearch {
  readonly score: ProgramScore;
  /** Programs to score: those that compute what another one did are not scored again and do not count. */
  readonly evaluations: number;
  /** Text of the program to start from, in the paper's form (`def train(w, g, m, v, lr): …`); default: AdamW. */
  readonly seedProgram?: string;
  /** Seed of all that is random; default: 0. The same search with the same scores finds the same, whatever `parallel` is. */
  readonly seed?: number;
  /** Default: `evolution`. `constants` changes numbers alone, `random` mutates the seed program without selection. */
  readonly method?: SearchMethod;
  /** Members of the population; default: 100. */
  readonly population?: number;
  /** Random members of which the best becomes a parent; default: 8. */
  readonly tournament?: number;
  /** Programs that are scored at the same time, where `score` waits for something; default: 1, at most 64. */
  readonly parallel?: number;
  /** What mutations may do; the rest is the paper's. */
  readonly mutation?: Partial<MutationOptions>;
  /** Called with each program as it is scored, in order of birth. */
  readonly onEvaluation?: (evaluation: ScoredProgram) => void;
  /** Ends the search; what was found until then is returned. */
  readonly signal?: AbortSignal;
}

/** A program that was scored. */
export interface ScoredProgram {
  /** Place among those that were scored, from 0, which is the seed program. */
  readonly number: number;
  /** Canonical text without what has no effect. */
  readonly program: string;
  /** Statements, `return` counted. */
  readonly length: number;
  /** -Infinity where it diverged. */
  readonly score: number;
}

/** What a search found. */
export interface FoundPrograms {
  readonly best: ScoredProgram;
  /** The seed program's own. */
  readonly seed: ScoredProgram;
  /** All that were scored, in order of birth. */
  readonly evaluations: readonly ScoredProgram[];
}

/** Children that may be under way at once; part of what a search is, so it does not depend on `parallel`. */
const lag = 64;

/** Children in a row without a new program after which there is nothing left to find. */
const mostKnownInARow = 20_000;

/**
 * Searches in this process and keeps nothing on disk; `npx lionlab discover` does the same on proxy tasks, with baselines, a funnel and records.
 * Errors: `program-syntax`, `program-invalid`, `not-a-genome` of the seed program; `bad-mutation`; `search-options`; what `score` throws.
 * Source: regularized evolution as in Chen et al. 2023, arXiv:2302.06675, section 2.
 */
export async function searchPrograms(search: ProgramSearch): Promise<FoundPrograms> {
  const { createSearchCore } = await import("../search/core.ts");
  const { evaluations: wanted, score, onEvaluation = () => {}, parallel = 1, signal } = search;
  checkCount("evaluations", wanted, Number.MAX_SAFE_INTEGER);
  checkCount("parallel", parallel, lag);
  const core = createSearchCore(await configOf(search));
  const underWay: { readonly birth: ReturnType<typeof core.bear>; readonly outcome: Promise<number> | null }[] = [];
  const found: ScoredProgram[] = [];
  let known = 0;
  const begin = inLanes(parallel, async (program: string) => {
    return signal?.aborted === true ? Number.NaN : score(program);
  });
  const ended = (): boolean => signal?.aborted === true;
  while (found.length < wanted && known < mostKnownInARow && !ended()) {
    while (core.canBear && core.requested < wanted && underWay.length < lag) {
      const birth = core.bear();
      const outcome = birth.request === null ? null : begin(birth.request.program);
      outcome?.catch(() => {}); // told when its turn comes
      underWay.push({ birth, outcome });
    }
    const next = underWay.shift();
    if (next === undefined) break;
    const value = await next.outcome;
    if (ended()) break;
    const evaluation = core.commit(value === null ? null : outcomeOf(value)).evaluation;
    known = evaluation === null ? known + 1 : 0;
    if (evaluation === null) continue;
    const { number, program, length, fitness } = evaluation;
    found.push({ number, program, length, score: fitness });
    onEvaluation(found.at(-1)!);
    await new Promise((resolve) => setImmediate(resolve)); // signals and timers have their turn
  }
  return summaryOf(found);
}

/** Calls of `work` one behind another in each of so many lanes. */
function inLanes(lanes: number, work: (program: string) => Promise<number>): (program: string) => Promise<number> {
  const ends = Array.from({ length: lanes }, () => Promise.resolve<unknown>(null));
  let calls = 0;
  return (program) => {
    const lane = calls++ % lanes;
    const done = ends[lane]!.then(() => work(program));
    ends[lane] = done.catch(() => {}); // who asked is told
    return done;
  };
}

function summaryOf(found: readonly ScoredProgram[]): FoundPrograms {
  const [seed] = found;
  if (seed === undefined)
    throw new LabError("search-options", "The search was ended before its seed program had been scored.");
  const best = found.reduce((most, one) => (one.score > most.score ? one : most));
  return { best, seed, evaluations: found };
}

function outcomeOf(value: number): Pick<EvaluationRecord, "fitness" | "status" | "scores" | "failure"> {
  const finite = Number.isFinite(value);
  const fitness = finite ? value : Number.NEGATIVE_INFINITY;
  return { fitness, status: finite ? "finished" : "diverged", scores: [], failure: null };
}

async function configOf(search: ProgramSearch): Promise<SearchConfig> {
  const { defaultMutation } = await import("../program/mutate/mutation.ts");
  const { paperAdamwSeed } = await import("../optimizers/paper-adamw-seed.ts");
  const { population = 100, tournament = 8, seed = 0, method = "evolution", mutation = {} } = search;
  checkCount("population", population, 1_000_000);
  checkCount("tournament", tournament, population);
  const shared = { islands: 1, migrateEvery: null, restartAfter: null, tune: 0, niches: null, tuneFirst: 0, lag };
  return {
    schemaVersion: 1,
    method,
    seed,
    seedProgram: search.seedProgram ?? paperAdamwSeed.conventions.paper!.program.trimStart(),
    tasks: [],
    mutation: { ...defaultMutation, ...mutation },
    evolution: { population, tournament, ...shared },
    race: null,
  };
}

function checkCount(name: string, value: number, most: number): void {
  if (Number.isSafeInteger(value) && value >= 1 && value <= most) return;
  const range = most === Number.MAX_SAFE_INTEGER ? "1 or more" : `from 1 to ${most}`;
  throw new LabError("search-options", `${name} must be a whole number, ${range}, but ${value} was given.`);
}
