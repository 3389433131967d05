/**
 * One search, reduced in a single pass over its children to what figures show: hundreds of thousands of children become a
 * few hundred numbers, so that a report of many searches holds the records of one at a time.
 */
import { bestOfFamilies, hallOfFame } from "../../records/hall-of-fame.ts";
import type { ChildRecord, EvaluationRecord, SearchMethod, SearchRecord } from "../../records/search-records.ts";
import { type AncestryStep, traceAncestry } from "./ancestry-steps.ts";

/** A program that was the best of its search when it was found. */
export interface Improvement {
  /** Evaluations and children up to and with this one. */
  readonly evaluations: number;
  readonly children: number;
  readonly fitness: number;
  readonly identity: string;
}

/** An evaluated program that is worth showing. */
export interface FoundProgram {
  readonly identity: string;
  readonly program: string;
  /** Statements of the pruned program, `return` counted. */
  readonly length: number;
  readonly fitness: number;
  /** Number of its evaluation within the search. */
  readonly number: number;
  /** Key of its search. */
  readonly search: string;
}

/** How evaluations ended. */
export type Outcomes = { readonly [status in EvaluationRecord["status"]]: number };

/** What happened among the children of one stretch of a search. */
export interface SearchStretch {
  /** Children born by mutation, and those of them whose identity was known. */
  readonly mutations: number;
  readonly hits: number;
  /** Sum over those children of the share of their genome's statements that pruning takes away. */
  readonly redundancy: number;
  /** Mutations thrown away as invalid. */
  readonly invalid: number;
  readonly outcomes: Outcomes;
}

/** A search as sections see it. */
export interface SearchView {
  readonly key: string;
  readonly method: SearchMethod;
  readonly seed: number;
  readonly record: SearchRecord;
  readonly children: number;
  readonly evaluations: number;
  /** Fitness of the seed program; null before its evaluation. */
  readonly seedFitness: number | null;
  readonly best: FoundProgram | null;
  readonly improvements: readonly Improvement[];
  /** Stretches of `stretchLength` children each, the last one shorter. */
  readonly stretches: readonly SearchStretch[];
  /** The whole search as one stretch. */
  readonly total: SearchStretch;
  /** No evaluated program is both shorter and at least as good; by rising length. */
  readonly fame: readonly FoundProgram[];
  /** The best of each known family near the best, best first; empty where nobody can tell families. */
  readonly families: readonly FoundProgram[];
  /** Length and fitness of every evaluation that did not score zero. */
  readonly scored: { readonly lengths: Uint16Array; readonly fitness: Float32Array };
  /** From the seed to the wanted program, or else to the best; empty without an evaluation. */
  readonly ancestry: readonly AncestryStep[];
}

/** What is known of a search besides its records. */
export interface SearchViewOptions {
  /** Children in a stretch. */
  readonly stretchLength: number;
  /** Identity whose ancestry is told where this search evaluated it; null: that of the best. */
  readonly wanted: string | null;
  /** Name of a program's family, alike for all programs of it; null: none that is known. */
  readonly familyNameOf?: ((program: string) => string | null) | undefined;
}

/** Reduces a search's records; `children` and `evaluations` as the store gives them. */
export function viewSearch(
  record: SearchRecord,
  archive: { readonly children: readonly ChildRecord[]; readonly evaluations: readonly EvaluationRecord[] },
  options: SearchViewOptions,
): SearchView {
  const { key } = record;
  const { children, evaluations } = archive;
  const byIdentity = new Map(evaluations.map((evaluation) => [evaluation.identity, evaluation]));
  const improvements = improvementsOf(children);
  const best = byIdentity.get(improvements.at(-1)?.identity ?? "");
  const target = (options.wanted === null ? undefined : byIdentity.get(options.wanted)) ?? best;
  const stretches = stretchesOf(children, { length: options.stretchLength, byIdentity });
  return {
    key,
    method: record.config.method,
    seed: record.config.seed,
    record,
    children: children.length,
    evaluations: evaluations.length,
    seedFitness: children[0]?.fitness ?? null,
    best: best === undefined ? null : foundProgram(best, key),
    improvements,
    stretches,
    total: stretches.reduce(addStretches, emptyStretch()),
    fame: hallOfFame(evaluations).map((evaluation) => foundProgram(evaluation, key)),
    families: bestOfFamilies(evaluations, options.familyNameOf ?? (() => null)).map((one) => foundProgram(one, key)),
    scored: scoredOf(evaluations),
    ancestry: target === undefined ? [] : traceAncestry(children, { byIdentity, identity: target.identity }),
  };
}

/** Best fitness after `count` evaluations or children; null before the first. */
export function bestAfter(search: SearchView, count: number, unit: "evaluations" | "children"): number | null {
  let best: number | null = null;
  for (const improvement of search.improvements) {
    if (improvement[unit] > count) break;
    best = improvement.fitness;
  }
  return best;
}

/** Both together. */
export function addStretches(a: SearchStretch, b: SearchStretch): SearchStretch {
  return {
    mutations: a.mutations + b.mutations,
    hits: a.hits + b.hits,
    redundancy: a.redundancy + b.redundancy,
    invalid: a.invalid + b.invalid,
    outcomes: {
      finished: a.outcomes.finished + b.outcomes.finished,
      diverged: a.outcomes.diverged + b.outcomes.diverged,
      stopped: a.outcomes.stopped + b.outcomes.stopped,
      failed: a.outcomes.failed + b.outcomes.failed,
    },
  };
}

/** A stretch without children. */
export function emptyStretch(): MutableStretch {
  return {
    mutations: 0,
    hits: 0,
    redundancy: 0,
    invalid: 0,
    outcomes: { finished: 0, diverged: 0, stopped: 0, failed: 0 },
  };
}

/** A stretch that is being counted. */
type MutableStretch = {
  -readonly [field in keyof SearchStretch]: field extends "outcomes"
    ? { -readonly [status in keyof Outcomes]: number }
    : SearchStretch[field];
};

function improvementsOf(children: readonly ChildRecord[]): readonly Improvement[] {
  const improvements: Improvement[] = [];
  let best = Number.NEGATIVE_INFINITY;
  let evaluations = 0;
  children.forEach(({ evaluated, fitness, identity }, index) => {
    if (!evaluated) return;
    evaluations++;
    if (fitness <= best) return;
    best = fitness;
    improvements.push({ evaluations, children: index + 1, fitness, identity });
  });
  return improvements;
}

function stretchesOf(
  children: readonly ChildRecord[],
  { length, byIdentity }: { readonly length: number; readonly byIdentity: ReadonlyMap<string, EvaluationRecord> },
): readonly SearchStretch[] {
  const stretches = Array.from({ length: Math.ceil(children.length / length) }, emptyStretch);
  children.forEach((child, index) => {
    const stretch = stretches[Math.floor(index / length)]!;
    if (child.reason === "mutation") {
      stretch.mutations++;
      stretch.redundancy += redundancyOf(child);
      if (!child.evaluated) stretch.hits++;
    }
    stretch.invalid += child.invalid;
    const status = child.evaluated ? byIdentity.get(child.identity)?.status : undefined;
    if (status !== undefined) stretch.outcomes[status]++;
  });
  return stretches;
}

/** Share of a child's statements that pruning takes away; `return` is not counted. */
function redundancyOf({ genomeLength, length }: ChildRecord): number {
  return genomeLength > 1 ? (genomeLength - length) / (genomeLength - 1) : 0;
}

function foundProgram(evaluation: EvaluationRecord, search: string): FoundProgram {
  const { identity, program, length, fitness, number } = evaluation;
  return { identity, program, length, fitness, number, search };
}

function scoredOf(evaluations: readonly EvaluationRecord[]): SearchView["scored"] {
  const scored = evaluations.filter(({ fitness }) => fitness > 0);
  return {
    lengths: Uint16Array.from(scored, ({ length }) => length),
    fitness: Float32Array.from(scored, ({ fitness }) => fitness),
  };
}
