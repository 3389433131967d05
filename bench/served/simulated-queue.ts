// A queue that does nothing but wait: what stands in for the training of a worker, told as a trial tells it.
import { wallClock } from "../../src/core/clock.ts";
import type { Job, JobKind, JobQueue, JobReport } from "../../src/jobs/queue.ts";

/** A job: how long it takes, and how often it tells how it stands meanwhile. */
export interface SimulatedOrder {
  readonly seconds: number;
  readonly tellEverySeconds: number;
}

/** Times of a job, milliseconds of the time of day. */
export interface SimulatedResult {
  /** When the slot's job before it had ended; null for the first. */
  readonly freeSince: number | null;
  readonly begun: number;
  readonly ended: number;
}

/** The kind; no process ever loads a module for it. */
export const simulatedJob: JobKind<SimulatedOrder, object, SimulatedResult> = { name: "trial", module: "", ahead: 0 };

/** As long as what a trial tells of its progress. */
const progress = {
  kind: "progress",
  ...{ epoch: 1, step: 100, stepsPerEpoch: 400, trainLoss: 0.5, trainAccuracy: 0.8, imagesPerSecond: 3000 },
};

/** Does jobs in the order in which they come, `slots` at a time at most. */
export class SimulatedQueue implements JobQueue {
  readonly #slots: number;
  readonly #freeSince: number[] = [];
  #busy = 0;

  constructor(slots: number) {
    this.#slots = slots;
  }

  free(): number {
    return this.#slots - this.#busy;
  }

  start<Order, Event, Result>(
    _: JobKind<Order, Event, Result>,
    order: Order,
    listener: (report: JobReport<Event, Result>) => void,
  ): Job {
    const { seconds, tellEverySeconds } = order as SimulatedOrder;
    const tell = listener as (report: JobReport<unknown, unknown>) => void;
    const begun = wallClock.now() * 1000;
    const freeSince = this.#freeSince.shift() ?? null;
    this.#busy++;
    const telling = setInterval(() => tell({ kind: "event", event: progress }), tellEverySeconds * 1000);
    const end = (): void => {
      clearInterval(telling);
      clearTimeout(ending);
      this.#busy--;
    };
    const ending = setTimeout(() => {
      end();
      const ended = wallClock.now() * 1000;
      this.#freeSince.push(ended);
      tell({ kind: "done", result: { freeSince, begun, ended } satisfies SimulatedResult });
    }, seconds * 1000);
    return { stop: () => {}, cancel: async () => end() };
  }

  async close(): Promise<void> {}
}
