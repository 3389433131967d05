/**
 * What happened among the children of a stretch of a search, counted.
 */
import type { ChildRecord, EvaluationRecord } from "../../records/search-records.ts";

/** Children of a search with the evaluations of those that were evaluated. */
export interface ArchivePart {
  readonly children: readonly ChildRecord[];
  readonly evaluations: readonly EvaluationRecord[];
}

/** How evaluations ended. */
export type Outcomes = { readonly [status in EvaluationRecord["status"]]: number };

/** What happened among the children of one stretch of a search. */
export interface SearchStretch {
  /** Children born by mutation or proposed, and those of them whose identity was known. */
  readonly mutations: number;
  readonly hits: number;
  /** Sum over those children of the share of their genome's statements that pruning takes away. */
  readonly redundancy: number;
  /** Mutations thrown away as invalid. */
  readonly invalid: number;
  readonly outcomes: Outcomes;
}

/** Stretches of `length` children each, the last one shorter; `evaluations`: those of the children that were evaluated. */
export function stretchesOf({ children, evaluations }: ArchivePart, length: number): readonly SearchStretch[] {
  const statuses = new Map(evaluations.map(({ identity, status }) => [identity, status]));
  const stretches = Array.from({ length: Math.ceil(children.length / length) }, emptyStretch);
  children.forEach((child, index) => {
    const stretch = stretches[Math.floor(index / length)]!;
    if (child.reason === "mutation" || child.reason === "proposal") {
      stretch.mutations++;
      stretch.redundancy += redundancyOf(child);
      if (!child.evaluated) stretch.hits++;
    }
    stretch.invalid += child.invalid;
    const status = child.evaluated ? statuses.get(child.identity) : undefined;
    if (status !== undefined) stretch.outcomes[status]++;
  });
  return stretches;
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

/** Share of a child's statements that pruning takes away; `return` is not counted. */
function redundancyOf({ genomeLength, length }: ChildRecord): number {
  return genomeLength > 1 ? (genomeLength - length) / (genomeLength - 1) : 0;
}
