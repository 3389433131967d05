/**
 * What is kept of a discovery: plain frozen data, with the schema version in each record.
 *
 * A *discovery* is one run of `lionlab discover`: several *searches* (evolution and its baselines, one for each seed), then
 * a funnel, then a simplification. A search bears *children* in order; a child's program is evaluated where its identity is
 * new to the search, and looked up else.
 *
 * Laws:
 *  - `SearchConfig` says everything that determines an archive; its canonical JSON, hashed, is the search's key.
 *  - The children of a search without proposals are a function of its config on one machine: any number of workers and any interruption give
 *    the same rows in the same order. A budget of time only decides how many there are.
 *  - A child is committed after all children before it and never changes. Seconds are kept apart.
 */

/** How children come about: selection and mutation; constants alone are changed; the seed is mutated without selection. */
export type SearchMethod = "evolution" | "constants" | "random";

/** A proxy task as an evaluation uses it. */
export interface ProxyUse {
  readonly task: string;
  /** Which of its revisions scores; absent: the first. See `models/revision.ts`. */
  readonly revision?: number;
  readonly fingerprint: string;
  readonly steps: number;
  /** Seeds of weights and batches, the same for every program of the search. */
  readonly seeds: readonly number[];
  /** Doublings of each seed's gradients, where they are not the task's own; see `tasks/proxy.ts`. */
  readonly gradientDoublings?: number;
  /** Doublings of each seed's rate; absent: every seed has the program's own. */
  readonly rateDoublings?: number;
}

/** One change of a genome; the same data as `Edit` of the program layer. */
export type EditRecord = { readonly kind: "insert" | "delete" | "modify" } & { readonly [field: string]: unknown };

/** Everything that determines an archive. */
export interface SearchConfig {
  readonly schemaVersion: 1;
  readonly method: SearchMethod;
  readonly seed: number;
  /** Canonical text of the program that the search starts from. */
  readonly seedProgram: string;
  readonly tasks: readonly ProxyUse[];
  /** Options of mutation, as the program layer declares them. */
  readonly mutation: { readonly [name: string]: unknown };
  readonly evolution: {
    /** Members of all islands together. */
    readonly population: number;
    readonly tournament: number;
    readonly islands: number;
    /** Children of an island between two migrations; null: never. */
    readonly migrateEvery: number | null;
    /** Evaluations without a better program before the population is filled anew with the best; null: never. */
    readonly restartAfter: number | null;
    /** Share of children of evolution that come about by tuning numbers. */
    readonly tune: number;
    /** How near to the best a kind of programs is that is tuned like any other; null: all by tournament. */
    readonly niches: number | null;
    /** What makes a kind: the functions that are called, where absent, or those with the numbers of averages and states. */
    readonly kinds?: "averages";
    /** Price in fitness of each live statement and state, in selection alone; absent: 0. */
    readonly parsimony?: number;
    /** Evaluations during which evolution changes numbers alone, so that statements compete with a seed that is tuned. */
    readonly tuneFirst: number;
    /** Child k is born when child k - lag has been committed. */
    readonly lag: number;
  };
  /**
   * A run is given up when the mean training loss of a tenth of it exceeds `factor` times that of the parent's in the same
   * tenth, from tenth number `from` (0 … 9) on; null: never. Whatever the race, a run ends when its loss is not finite or
   * ten times the loss of the uniform guess. A program is given up after n of its runs when the mean of their scores is more than
   * slack / sqrt(n) below that of the parent's on the same runs; absent: never.
   */
  readonly race: { readonly factor: number; readonly from: number; readonly slack?: number } | null;
  /** A command that proposes a share of the children of evolution, where it has some ready; absent: none. */
  readonly proposals?: {
    readonly command: string;
    readonly share: number;
    /** How long it may leave all that it is asked unanswered before the search goes on without it. */
    readonly seconds: number;
  };
}

/** How a run of a program on a proxy ended. `stopped`: given up by the race. */
export type ProxyStatus = "finished" | "diverged" | "stopped" | "skipped";

/** One run of a program on a proxy task. */
export interface ProxyScore {
  readonly task: string;
  readonly seed: number;
  readonly status: ProxyStatus;
  /** 0 … 1, see tasks/proxy.ts; 0 unless finished. */
  readonly score: number;
  /** Nats; null unless finished. */
  readonly validationLoss: number | null;
  /** Steps whose loss was finite. */
  readonly stepsSurvived: number;
  /** Mean training loss of each of ten equal parts of the run, as far as it went. */
  readonly curve: readonly number[];
}

/** An evaluation: the first child with this identity, and what its program scored. */
export interface EvaluationRecord {
  readonly identity: string;
  /** Number of the evaluation within the search, from 0, in the order of children. */
  readonly number: number;
  /** Canonical text of the pruned program. */
  readonly program: string;
  /** Statements of the pruned program, `return` counted. */
  readonly length: number;
  /** Mean score over tasks and seeds, 0 … 1; 0 when any run failed. */
  readonly fitness: number;
  readonly status: "finished" | "diverged" | "stopped" | "failed";
  readonly scores: readonly ProxyScore[];
  /** Sentence of a fault that struck twice; null else. */
  readonly failure: string | null;
}

/** A child. Its genome follows from its parent's and its edits. */
export interface ChildRecord {
  /** Order of birth, from 0, which is the seed program itself. */
  readonly id: number;
  /** null for the seed alone; a restart's is the best program so far, of which it is a copy. */
  readonly parent: number | null;
  readonly island: number;
  /** Empty for a copy: the seed, a migrant, the program that a restart fills the population with. */
  readonly edits: readonly EditRecord[];
  /** `proposal`: somebody suggested it, and its edits say how it differs from its parent. */
  readonly reason: "seed" | "mutation" | "migration" | "restart" | "proposal";
  readonly identity: string;
  /** Whether its identity was new. */
  readonly evaluated: boolean;
  readonly fitness: number;
  /** Statements of the genome and of the pruned program, `return` counted. */
  readonly genomeLength: number;
  readonly length: number;
  /** Mutations that were thrown away as invalid before this one. */
  readonly invalid: number;
}

/** State of a search. */
export interface SearchRecord {
  readonly key: string;
  readonly config: SearchConfig;
  /** `ended`: its budget is used up. */
  readonly state: "running" | "ended";
  readonly children: number;
  readonly evaluations: number;
  readonly bestFitness: number | null;
  /** Seconds that searching took, all sessions together; no part of the identity. */
  readonly seconds: number;
}

/** A discovery. `config`: the configuration after defaults, as JSON. */
export interface DiscoveryRecord {
  readonly schemaVersion: 1;
  readonly name: string;
  readonly config: unknown;
  readonly command: string;
  readonly searchKeys: readonly string[];
}

/**
 * The tuning of a program before it is judged: its numbers as found, and the best that were tried. The scores are those of
 * the seeds that chose, so they flatter.
 */
export interface TuningRecord {
  /** Of the program as it was found. */
  readonly identity: string;
  readonly role: FunnelEntry["role"];
  readonly label: string;
  readonly before: { readonly program: string; readonly rate: number; readonly mean: number };
  readonly after: { readonly program: string; readonly rate: number; readonly mean: number };
  /** Variants that were tried, and seeds that each was tried on if it kept up. */
  readonly variants: number;
  readonly seeds: number;
}

/** Stages after the search, in order. */
export type FunnelStage = "fresh-seeds" | "larger" | "full";

/** One program at one stage. The baseline, tuned AdamW, has an entry at every stage. */
export interface FunnelEntry {
  readonly stage: FunnelStage;
  /** Of the program as the search found it. */
  readonly identity: string;
  /** As it was judged: with its numbers tuned, where the discovery tunes them. */
  readonly program: string;
  /** What it is: `baseline`, a finalist of the search, a simplified one, or one of the library for comparison. */
  readonly role: "baseline" | "finalist" | "simplified" | "reference";
  /** Label for people: "tuned AdamW", "finalist 3", "lion". */
  readonly label: string;
  /** Multiplier of the rate that was best at this stage, of those tried, the same for every program. */
  readonly rate: number;
  /** Scores of the runs at the best rate, 0 … 1 (proxies), or test accuracy (full), one for each seed. */
  readonly scores: readonly number[];
  /** By task: scores for each seed. */
  readonly byTask: { readonly [task: string]: readonly number[] };
  readonly mean: number;
  readonly promoted: boolean;
  /** Family by the recogniser, such as "Lion with β1 = 0.91, β2 = 0.986", or null. */
  readonly family: string | null;
}

/** A point of the meta-validation curve: a program that was best of its search for a while, on the larger tasks. */
export interface MetaValidationPoint {
  readonly search: string;
  /** Evaluations done when it became the best. */
  readonly evaluations: number;
  readonly identity: string;
  readonly fitness: number;
  readonly metaFitness: number;
}

/** A step of the simplification of the winner; `label` says on what the step rests. */
export interface SimplificationRecord {
  readonly order: number;
  readonly label: "exact" | "tolerant" | "empirical";
  /** Name of the rule, such as "interp of interp". */
  readonly rule: string;
  /** One sentence: why the step is allowed, with its bound or figure. */
  readonly reason: string;
  readonly program: string;
  /** Of an empirical step: mean score before and after on fresh seeds. */
  readonly before: number | null;
  readonly after: number | null;
}
