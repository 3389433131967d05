/**
 * The contract of a source of proposals: programs that somebody outside the search suggests, beside those of mutation.
 *
 * Laws: a proposal is a child like any other, with the same cache, budgets and judging, and it is recorded as edits of its parent,
 * so an archive is gone on with whatever has become of its source. A source never holds the search up: where no proposal is ready,
 * the child comes about by mutation. So a search with proposals is not repeatable; its archive is.
 */
import type { Edit, Genome } from "../../program/genome.ts";
import type { Member } from "../member.ts";

/** A program that is valid in the search's language, as a child of `parent`. */
export interface Proposal {
  readonly parent: Member;
  readonly genome: Genome;
  /** Law: applying them to the parent, in order, gives the genome. */
  readonly edits: readonly Edit[];
  /** To be told what became of it. */
  readonly id: number;
}

/** What became of a proposal. */
export interface ProposalResult {
  readonly fitness: number;
  readonly status: string;
  /** Whether a program of its identity had been evaluated before. */
  readonly known: boolean;
}

/** What lives in a search. */
export interface Living {
  /** The member with this id, if it lives. */
  find(id: number): Member | undefined;
  /** Parents to propose children of: winners of tournaments, each once. The same for the same draw. */
  parents(draw: number): readonly Member[];
}

/** A source of proposals. None of its methods waits, and none throws. */
export interface ProposalSource {
  /** Share of children that are to be proposals, 0 … 1. */
  readonly share: number;
  /** Asks for more, as far as it can be asked. */
  ask(living: Living): void;
  /** The oldest proposal that is ready and whose parent lives; null where there is none. */
  take(living: Living): Proposal | null;
  tell(id: number, result: ProposalResult): void;
  /** Sentences on what went wrong, since this was last read. */
  takeWarnings(): readonly string[];
  /** Resolves when nothing of it is left. */
  close(): Promise<void>;
}
