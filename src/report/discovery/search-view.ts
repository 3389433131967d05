/**
 * One search, reduced in a single pass over its children to what figures show: hundreds of thousands of children become a
 * few hundred numbers, so that a report of many searches holds the records of one at a time.
 */
import { bestOfFamilies } from "../../records/hall-of-fame.ts";
import { paretoFront } from "../../records/pareto-front.ts";
import type { EvaluationRecord, SearchMethod, SearchRecord } from "../../records/search-records.ts";
import { type AncestryStep, traceAncestry } from "./ancestry-steps.ts";
import type { ScoredPrograms } from "./cloud.ts";
import { type ArchivePart, type SearchStretch, stretchesOf } from "./search-stretch.ts";
import { addToSums, type FoundProgram, foundProgram, noSums, type SearchSums } from "./search-sums.ts";

/** A search as sections see it. */
export interface SearchView extends SearchSums {
  readonly key: string;
  readonly method: SearchMethod;
  readonly seed: number;
  readonly record: SearchRecord;
  /** Stretches of `stretchLength` children each, the last one shorter. */
  readonly stretches: readonly SearchStretch[];
  /** The best of each known family near the best, best first; empty where nobody can tell families. */
  readonly families: readonly FoundProgram[];
  /** No evaluated program matches it in fitness, worst run, length and states; by falling fitness. */
  readonly front: readonly FoundProgram[];
  /** Length and fitness of every evaluation that did not score zero. */
  readonly scored: ScoredPrograms;
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
export function viewSearch(record: SearchRecord, archive: ArchivePart, options: SearchViewOptions): SearchView {
  const { key } = record;
  const { children, evaluations } = archive;
  const byIdentity = new Map(evaluations.map((evaluation) => [evaluation.identity, evaluation]));
  const sums = addToSums(noSums, archive, key);
  const target = (options.wanted === null ? undefined : byIdentity.get(options.wanted)) ?? sums.best;
  return {
    ...sums,
    key,
    method: record.config.method,
    seed: record.config.seed,
    record,
    stretches: stretchesOf(archive, options.stretchLength),
    families: bestOfFamilies(evaluations, options.familyNameOf ?? (() => null)).map((one) => foundProgram(one, key)),
    front: paretoFront(evaluations.map((one) => foundProgram(one, key))),
    scored: scoredOf(evaluations),
    ancestry: target === null ? [] : traceAncestry(children, { byIdentity, identity: target.identity }),
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

function scoredOf(evaluations: readonly EvaluationRecord[]): SearchView["scored"] {
  const scored = evaluations.filter(({ fitness }) => fitness > 0);
  return {
    lengths: Uint16Array.from(scored, ({ length }) => length),
    fitness: Float32Array.from(scored, ({ fitness }) => fitness),
  };
}
