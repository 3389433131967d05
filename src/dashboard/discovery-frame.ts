/**
 * What the page is told of a discovery: plain data, the same on both sides of the connection. Children stay on the server: a search is told by
 * its sums, and a program with its ancestors when it is asked for.
 */
import type { DiscoveryPulse, SearchPulse } from "../records/run-progress.ts";
import type { DiscoveryRecord, EvaluationRecord, ProxyScore, SearchConfig } from "../records/search-records.ts";
import type { Ancestor, AncestryStep } from "../report/discovery/ancestry-steps.ts";
import type { PhaseRecords } from "../report/discovery/discovery-view.ts";
import type { FoundProgram, SearchSums } from "../report/discovery/search-sums.ts";
import type { RunSummary } from "./views.ts";

/** What does not change while a discovery runs. */
export interface DiscoveryFacts {
  readonly discovery: DiscoveryRecord;
  readonly location: string;
  /** Of the searches, in the discovery's order. */
  readonly configs: readonly SearchConfig[];
  /** A sentence that readers need before all figures; null: none. */
  readonly note: string | null;
}

/** A search so far. */
export interface SearchFigures extends Omit<SearchSums, "fame"> {
  readonly key: string;
  readonly state: "running" | "ended";
  readonly seconds: number;
  /** First and last step of the ancestry of the funnel's winner where this search found it, else of its best; empty before the first child. */
  readonly ends: readonly AncestryStep[];
}

/** A search so far, for a page that knows its first improvements: `from` of them, which `added` follow. */
export interface SearchNews extends Omit<SearchFigures, "improvements"> {
  readonly improvements: { readonly from: number; readonly added: SearchSums["improvements"] };
}

/** What the run told last, without programs. */
export interface DiscoveryPulseHead extends Omit<DiscoveryPulse, "searches"> {
  readonly searches: readonly SearchPace[];
}

/** How fast a search goes. */
export interface SearchPace {
  readonly key: string;
  readonly ended: SearchPulse["ended"];
  /** Over the last seconds. */
  readonly childrenPerSecond: number;
  readonly evaluationsPerSecond: number;
  /** Share of its budget that is used, 0 … 1. */
  readonly done: number;
}

/** What phases after the searches recorded. */
export type PhaseFindings = Omit<PhaseRecords, "discovery">;

/** What a page had not seen of a discovery. */
export interface DiscoveryFrame {
  /** What was known before is gone. */
  readonly whole: boolean;
  /** Where it has changed; so of the next three. */
  readonly facts: DiscoveryFacts | null;
  readonly phases: PhaseFindings | null;
  /** The hall of fame over all searches of evolution, or of all where none is one; by rising length. */
  readonly fame: readonly FoundProgram[] | null;
  /** Those that have changed. */
  readonly searches: readonly SearchNews[];
  readonly summary: RunSummary;
  readonly pulse: DiscoveryPulseHead | null;
}

/** Evaluated programs, gathered in cells of `report/discovery/cloud.ts`, at most 6,144. */
export interface EvaluationCloud {
  readonly cells: readonly (readonly [length: number, fitness: number, count: number])[];
  /** Programs in them, and evaluations in all. */
  readonly shown: number;
  readonly total: number;
}

/** A program of a search with its ancestors. It never changes. */
export interface ProgramDetail {
  readonly search: string;
  readonly evaluation: Pick<
    EvaluationRecord,
    "identity" | "number" | "program" | "length" | "fitness" | "status" | "failure"
  > & { readonly scores: readonly Omit<ProxyScore, "curve">[] };
  /** From the seed to the first child that had it. */
  readonly line: readonly Ancestor[];
  /** Texts of the programs of the line, by identity; of those whose evaluation is stored. */
  readonly programs: { readonly [identity: string]: string };
}
