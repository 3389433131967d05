/**
 * What a worker does beside its jobs: it coordinates runs that were submitted. It takes none of the worker's slots, for it waits most of the time.
 *
 * Of the runs that nobody coordinates, or whose worker is gone, it takes those of the highest priority first, a few at a time; one is given back where
 * another of higher priority waits. When the worker leaves, its runs are stopped in order and given back, so that another worker goes on with them.
 */
import { LabError } from "../../core/errors.ts";
import { Repeatedly } from "../repeatedly.ts";
import { onAbort, type Stop } from "../stop.ts";
import type { Beside } from "./beside.ts";
import type { JobServer } from "./job-server.ts";
import type { RunName } from "./runs.ts";
import {
  type CoordinatingWorker,
  endRun,
  forgetLosses,
  giveBackRun,
  nextRun,
  type RunEnd,
  runsOf,
  type SubmittedRun,
  takeRun,
} from "./submitted-runs.ts";

/** Runs a run until it ends or is stopped. Errors: those of the run; `already-running`, which is no fault of it. */
export type CoordinateRun = (
  run: SubmittedRun,
  context: { readonly worker: string; readonly stop: Stop },
) => Promise<"complete" | "stopped">;

/** How a worker coordinates. */
export interface CoordinationOptions {
  readonly coordinate: CoordinateRun;
  /** Told what is taken, ended and given back, in sentences. */
  readonly onWord?: (sentence: string) => void;
}

/** Runs that a worker coordinates at a time: each has connections of its own. */
const most = 4;

/** Workers that a run may bring down within a minute each, one after another. */
const mostLosses = 5;

/** Milliseconds after which a run is looked at again that another process is running. */
const refusedMs = 20_000;

interface Held {
  readonly run: SubmittedRun;
  readonly drain: AbortController;
  readonly abort: AbortController;
  priority: number;
  isCancelled: boolean;
  ended: Promise<void>;
}

/** See above. */
export class Coordination implements Beside {
  readonly #server: JobServer;
  readonly #options: CoordinationOptions;
  readonly #held = new Map<string, Held>();
  readonly #refused = new Set<string>();
  readonly #looking: Repeatedly;
  #worker: CoordinatingWorker | null = null;
  #fail: (error: unknown) => void = () => {};
  #leaving = false;

  constructor(server: JobServer, options: CoordinationOptions) {
    this.#server = server;
    this.#options = options;
    this.#looking = new Repeatedly(
      () => this.#look(),
      (error) => this.#fail(error),
    );
  }

  begin(worker: CoordinatingWorker, fail: (error: unknown) => void): void {
    this.#worker = worker;
    this.#fail = fail;
  }

  look(): void {
    this.#looking.ask();
  }

  async leave(): Promise<void> {
    this.#leaving = true;
    await this.#looking.end();
    for (const { drain } of this.#held.values()) drain.abort();
    await Promise.all([...this.#held.values()].map(({ ended }) => ended));
  }

  /** Ends what is under way at once. */
  async close(): Promise<void> {
    for (const { abort } of this.#held.values()) abort.abort();
    await this.leave();
  }

  async #look(): Promise<void> {
    const worker = this.#worker!;
    const known = new Map([...this.#held]);
    const own = await this.#server.transact(async (transaction) => {
      await forgetLosses(transaction, worker);
      return runsOf(transaction, worker);
    });
    for (const [key, held] of known) {
      const now = own.find((run) => keyOf(run) === key);
      if (now === undefined)
        held.abort.abort(); // this machine was not heard of for long: another worker has it
      else if (now.cancelled) {
        held.isCancelled = true;
        held.drain.abort();
      } else held.priority = now.priority;
    }
    let mayTake = true;
    while (mayTake && !this.#leaving && this.#held.size < most) mayTake = await this.#take(worker);
    if (!this.#leaving && this.#held.size >= most) await this.#makeRoom(worker);
  }

  /** False where there is nothing to take. */
  async #take(worker: CoordinatingWorker): Promise<boolean> {
    const known = [...this.#held.keys()];
    const but = [...known, ...this.#refused];
    const run = await this.#server.transact((transaction) => takeRun(transaction, worker, { known, but }));
    if (run === null) return false;
    if (run.losses >= mostLosses) {
      const sentence = `Its coordinator ended ${mostLosses} times in a row within a minute, on one worker after another: look at their memory and at what they said last, then retry it.`;
      await this.#end(run, { state: "failed", sentence });
      return true;
    }
    const held: Held = {
      ...{
        run,
        priority: run.priority,
        isCancelled: false,
        drain: new AbortController(),
        abort: new AbortController(),
      },
      ended: Promise.resolve(),
    };
    this.#held.set(keyOf(run), held);
    held.ended = this.#coordinate(held, worker);
    return true;
  }

  /** A run of higher priority that nobody coordinates goes before the lowest of these. */
  async #makeRoom(worker: CoordinatingWorker): Promise<void> {
    const but = [...this.#held.keys(), ...this.#refused];
    const next = await this.#server.transact((transaction) => nextRun(transaction, worker, but));
    const [lowest] = [...this.#held.values()].sort((a, b) => a.priority - b.priority);
    if (next !== null && lowest !== undefined && next.priority > lowest.priority) lowest.drain.abort();
  }

  /** Never throws: what goes wrong is the run's, or ends the worker. */
  async #coordinate(held: Held, worker: CoordinatingWorker): Promise<void> {
    const { run, drain, abort } = held;
    const forget = onAbort(abort.signal, () => drain.abort());
    this.#say(run, "coordinates the run");
    try {
      const stop = { drain: drain.signal, abort: abort.signal };
      const end = await this.#options.coordinate(run, { worker: worker.id, stop });
      if (end === "complete") await this.#end(run, { state: "complete", sentence: null });
      else await this.#giveBack(run, held.isCancelled ? "was cancelled" : "gave the run back");
    } catch (error) {
      await this.#broken(run, error).catch((fault) => this.#fail(fault));
    } finally {
      forget();
      this.#held.delete(keyOf(run));
      this.look();
    }
  }

  async #broken(run: SubmittedRun, error: unknown): Promise<void> {
    if (error instanceof LabError && error.code === "already-running") {
      const key = keyOf(run);
      this.#refused.add(key);
      setTimeout(() => this.#refused.delete(key), refusedMs).unref();
      await this.#server.transact((transaction) => giveBackRun(transaction, this.#worker!, run));
      this.#say(run, `is run elsewhere. ${error.message}`);
      return;
    }
    await this.#end(run, { state: "failed", sentence: error instanceof Error ? error.message : String(error) });
  }

  async #end(run: SubmittedRun, end: RunEnd): Promise<void> {
    await this.#server.transact((transaction) => endRun(transaction, this.#worker!, { ...run, ...end }));
    this.#say(run, end.state === "complete" ? "is done" : `has failed. ${end.sentence}`);
  }

  async #giveBack(run: SubmittedRun, word: string): Promise<void> {
    await this.#server.transact((transaction) => giveBackRun(transaction, this.#worker!, run));
    this.#say(run, word);
  }

  #say({ name }: RunName, word: string): void {
    this.#options.onWord?.(`${name}: ${word}`);
  }
}

function keyOf({ kind, name }: RunName): string {
  return `${kind} ${name}`;
}
