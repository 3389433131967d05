/**
 * One search while it runs: its core, the children under way, and what is still to be stored.
 *
 * It is told outcomes in any order and commits children in theirs. Children of an archive are taken before new ones are
 * born; they are not stored again.
 */
import { InternalError, LabError } from "../core/errors.ts";
import type { ChildRecord, EvaluationRecord } from "../records/search-records.ts";
import type { ArchiveBatch } from "../records/search-storage.ts";
import type { ArchivedChild, Birth, EvaluationOutcome, Request } from "./births.ts";
import { endReason, shareUsed, type Usage } from "./budget.ts";
import { createSearchCore, type SearchCore } from "./core.ts";
import type { SearchProgress } from "./events.ts";
import { hopelessSeed } from "./notes.ts";
import type { PlannedSearch, SearchBudget } from "./plan.ts";
import type { ProposalSource } from "./proposals/proposals.ts";
import { createTally, type Tally } from "./tally.ts";

/** What a store holds of a search. */
export interface Archive {
  readonly children: readonly ChildRecord[];
  readonly evaluations: readonly EvaluationRecord[];
  /** Seconds of searching so far. */
  readonly seconds: number;
}

/** Children in a row without a new program after which a search has nothing left to find. */
const mostHitsInARow = 100_000;

/** See above. `advance` until it returns false, hand out `nextRequest`s, `settle` them, and so on until `ended`. */
export class SearchRun {
  readonly search: PlannedSearch;
  /** Why the search is over, once it is. */
  ended: "budget" | "target" | null = null;
  /** Seconds of searching, all sessions together. */
  seconds: number;
  /** Programs handed out for evaluation, in all sessions. */
  requested: number;
  /** Evaluations that were the best of the search when they were committed, since this was last read. */
  improvements: EvaluationRecord[] = [];
  /** Sentences on evaluations that failed, on a seed that scores nothing and on proposals, since this was last read. */
  failures: string[] = [];
  readonly #budget: SearchBudget;
  readonly #core: SearchCore;
  readonly #tally: Tally;
  readonly #archive: Archive;
  readonly #proposals: ProposalSource | null;
  readonly #underWay: Birth[] = [];
  readonly #requests: Request[] = [];
  readonly #outcomes = new Map<number, EvaluationOutcome>();
  #batch: { children: ChildRecord[]; evaluations: EvaluationRecord[] } = { children: [], evaluations: [] };
  #storedSeconds: number;
  #hitsInARow = 0;

  constructor(
    search: PlannedSearch,
    {
      archive,
      budget,
      proposals = null,
    }: { readonly archive: Archive; readonly budget: SearchBudget; readonly proposals?: ProposalSource | null },
  ) {
    this.search = search;
    this.seconds = archive.seconds;
    this.requested = archive.evaluations.length;
    this.#storedSeconds = archive.seconds;
    this.#archive = archive;
    this.#budget = budget;
    this.#proposals = proposals;
    this.#core = createSearchCore(search.config, proposals);
    this.#tally = createTally(search);
  }

  /**
   * Commits and bears up to `steps` children; false when nothing more can be done before an outcome comes.
   * Errors: `seed-failed`; those of the core.
   */
  advance(steps: number): boolean {
    if (this.#proposals !== null) this.#askFor(this.#proposals);
    for (let step = 0; step < steps; step++) {
      if (this.ended !== null) return false;
      if (this.#mayBear()) this.#bear();
      else if (!this.#commit()) return false;
    }
    return true;
  }

  /** The next program to evaluate, in order of birth; null while there is none. */
  nextRequest(): Request | null {
    const request = this.#requests.shift() ?? null;
    if (request !== null) this.requested += 1;
    return request;
  }

  /** Whether a program waits to be evaluated. */
  get hasRequest(): boolean {
    return this.#requests.length > 0;
  }

  /** The outcome of a request, by its number. */
  settle(number: number, outcome: EvaluationOutcome): void {
    this.#outcomes.set(number, outcome);
  }

  /** What was committed since the last call, for the store; null where there is nothing. At the end, time alone counts too. */
  takeBatch({ last }: { readonly last: boolean }): ArchiveBatch | null {
    const timeToKeep = last && this.seconds > this.#storedSeconds;
    if (this.#batch.children.length === 0 && !timeToKeep) return null;
    const batch = { ...this.#batch, seconds: this.seconds - this.#storedSeconds };
    this.#batch = { children: [], evaluations: [] };
    this.#storedSeconds = this.seconds;
    return batch;
  }

  /** Children that `takeBatch` would give. */
  get waiting(): number {
    return this.#batch.children.length;
  }

  /** Whether children of the archive are still being taken. */
  get replaying(): boolean {
    return this.#core.committed < this.#archive.children.length;
  }

  /** Figures at a time of the clock; `discoverySeconds`: searching of the whole discovery so far. */
  progress(now: number, discoverySeconds: number): SearchProgress {
    const done = this.ended === null ? shareUsed(this.#budget, this.#usage(discoverySeconds)) : 1;
    return this.#tally.progress({ now, seconds: this.seconds, done });
  }

  #askFor(proposals: ProposalSource): void {
    if (this.#core.committed > 0 && !this.replaying && this.ended === null) proposals.ask(this.#core);
    this.failures.push(...proposals.takeWarnings());
  }

  /** Births stop at the budget, so that nothing is evaluated in vain and the archive ends at the same child every time. */
  #mayBear(): boolean {
    const { programs, evaluations } = this.#budget;
    const { canBear, born, requested } = this.#core;
    return canBear && (programs === null || born < programs) && (evaluations === null || requested < evaluations);
  }

  #bear(): void {
    const archived = this.#archived();
    const birth = this.#core.bear(archived);
    this.#underWay.push(birth);
    if (birth.request === null) return;
    if (archived === undefined) this.#requests.push(birth.request);
    else this.#outcomes.set(birth.request.number, this.#recordedOutcome(birth.request));
  }

  /** The next child of the archive, while there is one. */
  #archived(): ArchivedChild | undefined {
    const { born, requested } = this.#core;
    const child = this.#archive.children[born];
    if (child === undefined) return undefined;
    return { child, program: child.evaluated ? (this.#archive.evaluations[requested]?.program ?? null) : null };
  }

  #recordedOutcome({ number, identity }: Request): EvaluationOutcome {
    const evaluation = this.#archive.evaluations[number];
    if (evaluation?.identity !== identity)
      throw new InternalError(`evaluation ${number} of search ${this.search.key} is not that of its child`);
    return evaluation;
  }

  /** Commits the oldest child under way, if its outcome is there. */
  #commit(): boolean {
    const birth = this.#underWay[0];
    if (birth === undefined) return false;
    const outcome = birth.request === null ? null : this.#outcomes.get(birth.request.number);
    if (outcome === undefined) return false;
    if (birth.id === 0 && outcome?.status === "failed") throw seedFailed(outcome.failure);
    const replayed = this.replaying;
    this.#underWay.shift();
    if (birth.request !== null) this.#outcomes.delete(birth.request.number);
    const { child, evaluation } = this.#core.commit(outcome);
    if (!replayed) this.#note(child, evaluation);
    if (birth.id === 0) this.failures.push(...[hopelessSeed(child.fitness)].filter((sentence) => sentence !== null));
    this.#tally.add(child, evaluation);
    this.#hitsInARow = evaluation === null ? this.#hitsInARow + 1 : 0;
    this.#end();
    return true;
  }

  /** Keeps a new child for the store and the listeners. */
  #note(child: ChildRecord, evaluation: EvaluationRecord | null): void {
    this.#batch.children.push(child);
    if (evaluation === null) return;
    this.#batch.evaluations.push(evaluation);
    if (evaluation.number === 0 || evaluation.fitness > this.#tally.bestFitness) this.improvements.push(evaluation);
    if (evaluation.failure !== null) this.failures.push(evaluation.failure);
  }

  #end(): void {
    this.ended = endReason({ ...this.#budget, seconds: null }, this.#usage(0));
    if (this.ended !== null || this.#hitsInARow < mostHitsInARow) return;
    this.ended = "budget";
    this.failures.push(
      `The search by ${this.search.config.method} ends early: its last ${mostHitsInARow} programs were all known.`,
    );
  }

  #usage(seconds: number): Usage {
    const { children, evaluations, bestFitness } = this.#tally;
    return { programs: children, evaluations, seconds, fitness: bestFitness };
  }
}

function seedFailed(failure: string | null): LabError {
  return new LabError("seed-failed", `The seed program could not be evaluated, twice: ${failure}`, {});
}
