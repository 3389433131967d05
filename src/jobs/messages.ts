/**
 * What a pool and its workers say to each other. Sent as structured clones, so that NaN and typed arrays arrive.
 */

/** A job as a worker is told of it. */
export interface JobOrder {
  readonly id: number;
  /** URL of the module that does it. */
  readonly module: string;
  readonly order: unknown;
  /** It was asked to end before it was given to a worker. */
  readonly stopped: boolean;
}

/** To a worker, which does its jobs one after another. */
export type WorkerOrder =
  | { readonly kind: "run"; readonly jobs: readonly JobOrder[] }
  /** The job should end in order, and soon. */
  | { readonly kind: "stop"; readonly id: number }
  /** The job is not wanted any more, unless it has begun. */
  | { readonly kind: "drop"; readonly id: number };

/**
 * From a worker, one or several in a message, for a message costs the one who hears it more than a small job's coordination.
 * Jobs are answered in the order in which they were given. A worker keeps an answer back while it has two more jobs at hand
 * and the job told no event. `next`: the job that it works on from then on, as `begun` would tell.
 */
export type WorkerReport =
  | { readonly kind: "ready" }
  /** The job is worked on: if the worker ends now, it is this job that it takes with it. */
  | { readonly kind: "begun"; readonly id: number }
  | { readonly kind: "event"; readonly id: number; readonly event: unknown }
  | { readonly kind: "done"; readonly id: number; readonly result: unknown; readonly next: number | null }
  | { readonly kind: "dropped"; readonly id: number }
  /** A mistake of the user's. */
  | { readonly kind: "refused"; readonly id: number; readonly code: string; readonly sentence: string }
  /** A fault of ours in this job. */
  | { readonly kind: "threw"; readonly id: number; readonly sentence: string };
