/**
 * The page's side of its worker. A program may be so large that looking at it takes minutes: a worker that says nothing for a while is
 * ended and another takes its place, so that the page goes on.
 */
import { type JobOf, type Lane, lanes, type PartOf, type Reply, type Request } from "./messages.ts";

/** What the client needs of a worker. */
export interface WorkerLike {
  postMessage(request: Request): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<Reply>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

/** Who hears the parts of a job. `ended` comes once, with a sentence where the job failed; never where a newer job took its place. */
export interface JobListener<L extends Lane> {
  part(part: PartOf[L]): void;
  ended(failed: string | null): void;
}

/** Milliseconds without a word after which a worker is given up. */
const patienceMs = 8_000;

const givenUp =
  "This took longer than eight seconds without an end in sight and was stopped. Make the program or the number of steps smaller.";

/** Gives jobs to a worker, one a lane. */
export class WorkerClient {
  readonly #start: () => WorkerLike;
  readonly #patience: number;
  #worker: WorkerLike | null = null;
  #jobs = new Map<Lane, { readonly id: number; readonly listener: JobListener<Lane> }>();
  #last = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(start: () => WorkerLike, patience = patienceMs) {
    this.#start = start;
    this.#patience = patience;
  }

  /** Gives a job; the one that its lane had is forgotten. */
  run<L extends Lane>(lane: L, job: JobOf[L], listener: JobListener<L>): void {
    this.#worker ??= this.#started();
    const id = ++this.#last;
    this.#jobs.set(lane, { id, listener: listener as unknown as JobListener<Lane> });
    this.#worker.postMessage({ lane, id, job } as Request);
    this.#watch();
  }

  /** Ends the worker; whoever waits hears nothing more. */
  close(): void {
    clearTimeout(this.#timer);
    this.#jobs.clear();
    this.#worker?.terminate();
    this.#worker = null;
  }

  #started(): WorkerLike {
    const worker = this.#start();
    worker.onmessage = ({ data }) => this.#hear(data);
    worker.onerror = () =>
      this.#giveUp("The part of the page that computes could not be started; load the page again.");
    return worker;
  }

  #hear(reply: Reply): void {
    if (!("beat" in reply)) {
      const job = this.#jobs.get(reply.lane);
      if (job?.id === reply.id) {
        if ("part" in reply) job.listener.part(reply.part);
        else {
          this.#jobs.delete(reply.lane);
          job.listener.ended(reply.failed);
        }
      }
    }
    this.#watch();
  }

  /** Waits anew while there is something to wait for. */
  #watch(): void {
    clearTimeout(this.#timer);
    if (this.#jobs.size > 0) this.#timer = setTimeout(() => this.#giveUp(givenUp), this.#patience);
  }

  /** Whoever waits hears why; the next job gets a worker of its own. */
  #giveUp(sentence: string): void {
    const waiting = lanes.flatMap((lane) => this.#jobs.get(lane) ?? []);
    this.close();
    for (const { listener } of waiting) listener.ended(sentence);
  }
}
