/**
 * Searches under way in this process: who is served next, what is stored and told when, and when it is over.
 */
import type { Clock } from "../core/clock.ts";
import { onAbort } from "../jobs/stop.ts";
import type { SearchStorage } from "../records/search-storage.ts";
import type { Evaluators } from "./evaluators.ts";
import type { DiscoveryEvent } from "./events.ts";
import { endedBeforeChanges } from "./notes.ts";
import type { SearchBudget } from "./plan.ts";
import type { SearchRun } from "./search-run.ts";

/** What searches run with. */
export interface SearchOptions {
  /** Holds the searches. */
  readonly storage: SearchStorage;
  readonly evaluators: Evaluators;
  readonly budget: SearchBudget;
  readonly clock: Clock;
  /** Once given, everything committed is stored, the rest is dropped, and the run ends. */
  readonly drain: AbortSignal;
  readonly emit: (event: DiscoveryEvent) => void;
}

/** Seconds between two tellings of progress. */
const tellSeconds = 0.25;

/** Children are stored when the first of them has waited this long, or when there are this many of a search. */
const storeSeconds = 1;
const storeChildren = 500;

/** Children of a search that are born and committed before others, and messages, have their turn. */
const stepsPerTurn = 32;

/** Time that is not worth going on for; sums of seconds are not exact. */
const leastSeconds = 0.001;

/** See above; `run-searches.ts` tells in which order its methods are called. */
export class SearchSession {
  readonly #runs: readonly SearchRun[];
  readonly #options: SearchOptions;
  readonly #told = new Set<SearchRun>();
  readonly #warned = new Set<string>();
  #wake: () => void = () => {};
  #hasNews = false;
  #error: Error | null = null;
  #lastSpent: number;
  #lastTold = Number.NEGATIVE_INFINITY;
  #lastStored: number;

  constructor(runs: readonly SearchRun[], options: SearchOptions) {
    this.#runs = runs;
    this.#options = options;
    this.#lastSpent = options.clock.now();
    this.#lastStored = this.#lastSpent;
    onAbort(options.drain, () => this.#notice());
  }

  /** Whether every search has ended. */
  get over(): boolean {
    return this.#runs.every(({ ended }) => ended !== null);
  }

  /** Lets every search go as far as it can in one turn; whether one could go further. */
  advance(): boolean {
    if (this.#error !== null) throw this.#error;
    this.#hasNews = false;
    const busy = this.#runs.map((run) => run.advance(stepsPerTurn)).includes(true);
    this.#spend();
    return busy;
  }

  /** Gives free workers programs. */
  handOut(): void {
    const { evaluators } = this.#options;
    while (evaluators.free > 0) {
      const run = this.#hungriest();
      if (run === null) return;
      this.#evaluate(run);
    }
  }

  /** Stores what was committed, if it is time to. */
  async store(): Promise<void> {
    const now = this.#options.clock.now();
    const due =
      now - this.#lastStored >= storeSeconds ||
      this.#runs.some(
        (run) =>
          run.waiting >= storeChildren || run.improvements.length > 0 || run.failures.length > 0 || this.#hasEnded(run),
      );
    if (!due) return;
    this.#lastStored = now;
    for (const run of this.#runs) await this.#storeRun(run);
  }

  /** Tells how the searches stand, if it is time to. */
  tellProgress(): void {
    const now = this.#options.clock.now();
    if (now - this.#lastTold < tellSeconds) return;
    this.#lastTold = now;
    for (const run of this.#runs) if (run.ended === null) this.#tell(run);
  }

  /** Resolves when an outcome has come, the run is to stop, or something is due by the clock. */
  news(): Promise<void> {
    if (this.#hasNews) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.ceil(1000 * Math.max(0, this.#secondsUntilDue())));
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Until progress is told, something is stored, or the time of all searches is used up. */
  #secondsUntilDue(): number {
    const now = this.#options.clock.now();
    const { seconds } = this.#options.budget;
    const stored = this.#runs.some(({ waiting }) => waiting > 0) ? this.#lastStored + storeSeconds - now : tellSeconds;
    return Math.min(
      this.#lastTold + tellSeconds - now,
      stored,
      seconds === null ? Number.POSITIVE_INFINITY : seconds - this.#seconds(),
    );
  }

  /** Stores the rest and tells how it ended; true when it was stopped before its end. */
  async finish(): Promise<boolean> {
    if (this.#error !== null) throw this.#error;
    for (const run of this.#runs) await this.#storeRun(run, { last: true });
    const stopped = this.#runs.filter(({ ended }) => ended === null);
    for (const run of stopped) {
      this.#options.emit({ kind: "search-ended", progress: this.#progressOf(run), reason: "stopped" });
    }
    return stopped.length > 0;
  }

  /** Of the searches that have a program waiting, the one with the fewest evaluations. */
  #hungriest(): SearchRun | null {
    const hungry = this.#runs.filter(({ ended, hasRequest, replaying }) => ended === null && hasRequest && !replaying);
    return hungry.reduce<SearchRun | null>(
      (least, run) => (least === null || run.requested < least.requested ? run : least),
      null,
    );
  }

  #evaluate(run: SearchRun): void {
    const { number, program, against } = run.nextRequest()!;
    const { tasks, race } = run.search.config;
    const options = race === null || against.length === 0 ? {} : { race: { ...race, against } };
    const { evaluators } = this.#options;
    evaluators.evaluate({ tasks, program, options }).then(
      (outcome) => {
        run.settle(number, outcome);
        if (evaluators.free >= evaluators.ahead) this.#notice();
      },
      (error: Error) => {
        this.#error ??= error;
        this.#notice();
      },
    );
  }

  #notice(): void {
    this.#hasNews = true;
    this.#wake();
  }

  /** Shares the time since the last call among the searches that go on, and ends them when all time is used up. */
  #spend(): void {
    const now = this.#options.clock.now();
    const spent = now - this.#lastSpent;
    this.#lastSpent = now;
    const active = this.#runs.filter(({ ended, replaying }) => ended === null && !replaying);
    for (const run of active) run.seconds += spent / active.length;
    const { seconds } = this.#options.budget;
    const outOfTime = seconds !== null && this.#seconds() > seconds - leastSeconds;
    if (outOfTime) for (const run of active) run.ended = "budget";
  }

  #seconds(): number {
    return this.#runs.reduce((sum, { seconds }) => sum + seconds, 0);
  }

  async #storeRun(run: SearchRun, { last } = { last: false }): Promise<void> {
    const { storage, emit } = this.#options;
    const { key } = run.search;
    const batch = run.takeBatch({ last: last || this.#hasEnded(run) });
    if (batch !== null) await storage.appendBatch(key, batch);
    for (const { number, fitness, program } of run.improvements.splice(0))
      emit({ kind: "improved", search: key, evaluations: number + 1, fitness, program });
    for (const sentence of run.failures.splice(0)) emit({ kind: "warning", sentence });
    if (run.ended === null || !this.#hasEnded(run)) return;
    await storage.endSearch(key);
    this.#told.add(run);
    const progress = this.#progressOf(run);
    emit({ kind: "search-ended", progress, reason: run.ended });
    const unreached = endedBeforeChanges(run.search.config, progress.evaluations);
    if (unreached !== null) this.#warn(unreached);
  }

  /** Says a sentence once, though several searches meet with the same. */
  #warn(sentence: string): void {
    if (this.#warned.has(sentence)) return;
    this.#warned.add(sentence);
    this.#options.emit({ kind: "warning", sentence });
  }

  /** Whether a search has ended and this was not told yet. */
  #hasEnded(run: SearchRun): boolean {
    return run.ended !== null && !this.#told.has(run);
  }

  #tell(run: SearchRun): void {
    this.#options.emit({ kind: "progress", progress: this.#progressOf(run) });
  }

  #progressOf(run: SearchRun) {
    return run.progress(this.#options.clock.now(), this.#seconds());
  }
}
