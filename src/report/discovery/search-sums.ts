/**
 * What of a search is added up child by child: a few numbers and programs, however many children there are. A report adds up a search at
 * once, whoever watches one adds what is new.
 */
import { hallOfFame } from "../../records/hall-of-fame.ts";
import { type Objectives, objectivesOf } from "../../records/pareto-front.ts";
import type { ChildRecord, EvaluationRecord } from "../../records/search-records.ts";
import { type ArchivePart, addStretches, emptyStretch, type SearchStretch, stretchesOf } from "./search-stretch.ts";

/** A program that was the best of its search when it was found. */
export interface Improvement {
  /** Evaluations and children up to and with this one. */
  readonly evaluations: number;
  readonly children: number;
  readonly fitness: number;
  readonly identity: string;
}

/** An evaluated program that is worth showing. */
export interface FoundProgram extends Objectives {
  readonly identity: string;
  readonly program: string;
  /** Number of its evaluation within the search. */
  readonly number: number;
  /** Key of its search. */
  readonly search: string;
}

/** The sums of a search's first children. */
export interface SearchSums {
  readonly children: number;
  readonly evaluations: number;
  /** Fitness of the seed program; null before its evaluation. */
  readonly seedFitness: number | null;
  readonly best: FoundProgram | null;
  readonly improvements: readonly Improvement[];
  /** All children as one stretch. */
  readonly total: SearchStretch;
  /** No evaluated program is both shorter and at least as good; by rising length. */
  readonly fame: readonly FoundProgram[];
}

/** Of no children. */
export const noSums: SearchSums = {
  children: 0,
  evaluations: 0,
  seedFitness: null,
  best: null,
  improvements: [],
  total: emptyStretch(),
  fame: [],
};

/**
 * The sums with the children that come next, in order, and their evaluations; `search`: its key.
 * Law: adding in parts and adding at once give the same, up to the rounding of sums.
 */
export function addToSums(sums: SearchSums, added: ArchivePart, search: string): SearchSums {
  const { children, evaluations } = added;
  if (children.length === 0) return sums;
  const improvements = improvementsOf(children, sums);
  const top = improvements.at(-1)?.identity;
  const best = evaluations.find(({ identity }) => identity === top);
  const [stretch] = stretchesOf(added, children.length);
  return {
    children: sums.children + children.length,
    evaluations: sums.evaluations + evaluations.length,
    seedFitness: sums.seedFitness ?? children[0]!.fitness,
    best: best === undefined ? sums.best : foundProgram(best, search),
    improvements: [...sums.improvements, ...improvements],
    total: addStretches(sums.total, stretch!),
    fame: hallOfFame([...sums.fame, ...hallOfFame(evaluations).map((evaluation) => foundProgram(evaluation, search))]),
  };
}

/** An evaluation as a program of its search. */
export function foundProgram(evaluation: EvaluationRecord, search: string): FoundProgram {
  const { identity, program, number } = evaluation;
  return { identity, program, ...objectivesOf(evaluation), number, search };
}

/** Those among children that come after those of the sums. */
function improvementsOf(children: readonly ChildRecord[], before: SearchSums): readonly Improvement[] {
  const improvements: Improvement[] = [];
  let best = before.improvements.at(-1)?.fitness ?? Number.NEGATIVE_INFINITY;
  let evaluations = before.evaluations;
  children.forEach(({ evaluated, fitness, identity }, index) => {
    if (!evaluated) return;
    evaluations++;
    if (fitness <= best) return;
    best = fitness;
    improvements.push({ evaluations, children: before.children + index + 1, fitness, identity });
  });
  return improvements;
}
