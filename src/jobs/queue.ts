/**
 * The contract of a queue of jobs: work that is done elsewhere, by worker processes of this machine or by whatever else
 * takes jobs. Studies queue trials, searches queue evaluations; who owns a job decides whether a lost one is repeated.
 *
 * Laws:
 * - A job's result is a function of its order alone: no matter which worker ran it, what that worker did before, and what
 *   else waits.
 * - A worker that ends, however it ends, takes one job with it: the one it was working on. `lost` is reported for that job;
 *   what the worker held besides is given to another, unreported. A worker that ends while it works on nothing takes none.
 *   Where it is not known which one it was, for a worker may keep answers back while two more jobs wait at it, all that it
 *   held are done again, one at a time, and `lost` is the one that ends its worker again.
 * - A job that throws is lost too, with its sentence, and so is its worker, which it may have left in any state.
 * - Reports of a job come in order, and the last of them is `done`, `refused`, `lost` or `broken`; nothing comes after it.
 * - Of a cancelled job nothing is reported from the call on, and nothing works on it once the promise resolves.
 * - Asking a job to end changes what it returns, never whether it is reported. One that waits for what nobody has is `lost` then.
 * - `close` resolves when every worker is gone; no job is reported any more.
 * - Workers end when the process that queues jobs ends, however that happens.
 *
 * `queue.conformance.ts` holds a queue to them.
 */

/**
 * A kind of job, as those who order it and the worker that does it agree on. What an order holds is told as a structured
 * clone: plain data, typed arrays, NaN and infinities.
 */
export interface JobKind<Order, Event, Result> {
  /** A noun for sentences: "trial". */
  readonly name: string;
  /** URL of the module that does it: it exports `run`, a `JobRun` of this kind. */
  readonly module: string;
  /**
   * Jobs that wait at a worker while it works on another, so that it never waits for the next: 0 where a job takes
   * seconds, 1 where it takes milliseconds, more where it takes less.
   */
  readonly ahead: number;
  /**
   * What whoever does it must have, each a line such as "data cifar-10 SHA256": of workers on several machines, only one that has all of it is
   * given the job. A function of the order alone; nothing where absent.
   */
  needs?(order: Order): readonly string[];
  /** Types alone; never there. */
  readonly carries?: { readonly order: Order; readonly event: Event; readonly result: Result };
}

/** What a job works with in its worker. */
export interface JobContext<Event> {
  /** Tells an event, and lets messages to the worker in; to be awaited. */
  tell(event: Event): Promise<void>;
  /** Whether the job was asked to end in order, and soon. */
  shouldStop(): boolean;
}

/**
 * Does a job of a kind. What it throws decides what is reported: a `LabError` is a mistake of the user's, which every job of
 * the kind would meet (`refused`); anything else is a fault of ours (`lost`).
 */
export type JobRun<Kind> =
  Kind extends JobKind<infer Order, infer Event, infer Result>
    ? (order: Order, context: JobContext<Event>) => Promise<Result>
    : never;

/** What is told of a job. */
export type JobReport<Event, Result> =
  | { readonly kind: "event"; readonly event: Event }
  | { readonly kind: "done"; readonly result: Result }
  /** A mistake of the user's. */
  | { readonly kind: "refused"; readonly code: string; readonly sentence: string }
  /** The job threw, or its worker ended; the sentence tells how. */
  | { readonly kind: "lost"; readonly sentence: string }
  /** No worker can be started: a fault of the installation or of the machine. */
  | { readonly kind: "broken"; readonly error: Error };

/** A job that was queued. */
export interface Job {
  /** Asks it to end in order: `shouldStop` of its context is true from then on. */
  stop(): void;
  /** Ends it at once; of a job that has ended, does nothing. */
  cancel(): Promise<void>;
}

/** See above. `close` must be called. */
export interface JobQueue {
  /** Jobs of a kind that could be taken now without waiting for others to end. */
  free(kind: Pick<JobKind<unknown, unknown, unknown>, "ahead">): number;
  /** Calls `wake` now and then while jobs could be taken, also where none ends: workers come, and jobs may wait for what nobody has. Returns what ends that. */
  onRoom?(wake: () => void): () => void;
  /** Queues a job, in the order of the calls. The listener is called later, never during the call. */
  start<Order, Event, Result>(
    kind: JobKind<Order, Event, Result>,
    order: Order,
    listener: (report: JobReport<Event, Result>) => void,
  ): Job;
  /** Ends every worker at once, and all that is under way or waits. */
  close(): Promise<void>;
}
