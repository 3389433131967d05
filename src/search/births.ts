/**
 * What a search passes on of a child: from its conception to what is known of its identity.
 */
import { LabError } from "../core/errors.ts";
import type { Genome } from "../program/genome.ts";
import type { ChildRecord, EvaluationRecord, ProxyScore, SearchConfig } from "../records/search-records.ts";
import type { Member } from "./member.ts";

/** What an evaluation came to: the part of its record that is not known at birth. */
export type EvaluationOutcome = Pick<EvaluationRecord, "fitness" | "status" | "scores" | "failure">;

/** What must be evaluated before a child can be committed. */
export interface Request extends Pick<EvaluationRecord, "identity" | "number" | "program" | "length"> {
  /** Runs of the parent's program, for the race; none for the seed. */
  readonly against: readonly ProxyScore[];
}

/** A child that was born and not yet committed. */
export interface Birth {
  readonly id: number;
  /** Null where its identity is known or asked for already. */
  readonly request: Request | null;
}

/** A child of an archive. `program`: text of its evaluation; null where it has none. */
export interface ArchivedChild {
  readonly child: ChildRecord;
  readonly program: string | null;
}

/** A child under way. */
export interface Unborn extends Birth {
  readonly genome: Genome;
  readonly record: Omit<ChildRecord, "fitness">;
  /** Id of the proposal that it was; null for any other. */
  readonly proposal: number | null;
}

/** What is known of an identity; `fitness` is null while it is under way. */
export interface Known {
  fitness: number | null;
  scores: readonly ProxyScore[];
}

/** A child without what its program computes. */
export interface Begotten extends Pick<ChildRecord, "edits" | "reason" | "island" | "invalid"> {
  readonly genome: Genome;
  readonly parent: Member | null;
  readonly proposal?: number;
}

/** A child with what it computes. */
export interface Newborn extends Begotten, Pick<ChildRecord, "identity" | "length"> {
  /** Text of the pruned program. */
  readonly program: () => string;
}

/** A child that is equal to its parent. */
export function copyOf(genome: Genome): Pick<Begotten, "genome" | "edits" | "invalid"> {
  return { genome, edits: [], invalid: 0 };
}

/** What is kept of an evaluation. */
export function evaluationOf(
  { identity, number, program, length }: Request,
  { fitness, status, scores, failure }: EvaluationOutcome,
): EvaluationRecord {
  return { identity, number, program, length, fitness, status, scores, failure };
}

/** Nothing of the program can be changed. */
export function nothingToMutate({ method }: SearchConfig): LabError {
  const what = method === "constants" ? "no number that could be tuned" : "nothing that may be changed";
  return new LabError(
    "nothing-to-mutate",
    `Cannot search by ${method}: the program has ${what}; leave the method out, or allow more in "mutation".`,
    { method },
  );
}

/** A child does not follow from those before it. */
export function archiveChanged(id: number): LabError {
  return new LabError(
    "archive-changed",
    `Cannot go on with this search: child ${id} of its archive does not follow from the children before it, because another version wrote it or the file was changed; run into a new folder with --out.`,
    { id },
  );
}
