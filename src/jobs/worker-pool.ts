/**
 * A queue of jobs over worker processes of this machine: started with the first jobs, each on one thread, replaced when they
 * end, and never left behind.
 */
import { InternalError } from "../core/errors.ts";
import type { JobOrder, WorkerOrder, WorkerReport } from "./messages.ts";
import type { Job, JobKind, JobQueue, JobReport } from "./queue.ts";
import { lastWords, startWorker, type WorkerEnding, type WorkerProcess } from "./worker-process.ts";

/** How a pool is set up. */
export interface WorkerPoolOptions {
  /** Most processes at a time. */
  readonly workers: number;
}

/** Starts no process yet. `close` must be called. */
export function openWorkerPool({ workers }: WorkerPoolOptions): JobQueue {
  return new WorkerPool(workers);
}

/** Workers in a row that are killed before they are ready, after which there is something wrong with the machine. */
const mostFalseStarts = 5;

/** A job that has not ended. */
interface Pending {
  readonly id: number;
  readonly kind: Pick<JobKind<unknown, unknown, unknown>, "name" | "module" | "ahead">;
  readonly order: unknown;
  readonly listener: (report: JobReport<unknown, unknown>) => void;
  stopped: boolean;
  /** Whether its worker has said that it works on it. */
  begun: boolean;
  /** Whether it told an event, so that its worker answers it at once. */
  told: boolean;
  /** Whether it may have ended a worker: nothing else is given to the worker that has it, so that it is known if it does again. */
  suspect: boolean;
  /** Workers that ended before they said so. */
  deadWorkers: number;
  /** Set by `cancel`: called when nothing works on the job any more. */
  released: (() => void) | null;
}

/** A process and what it was given. */
interface Slot {
  readonly worker: WorkerProcess<WorkerOrder>;
  /** In the order in which the worker answers; it works on the first. */
  readonly holding: Pending[];
  /** Those of them that are still to be sent: what is given to a worker at a time is sent as one message. */
  readonly unsent: JobOrder[];
  ready: boolean;
  /** It was killed by the pool and takes nothing any more. */
  ending: boolean;
  /** What the job it worked on threw. */
  fault: string | null;
}

class WorkerPool implements JobQueue {
  readonly #workers: number;
  readonly #slots = new Set<Slot>();
  readonly #waiting: Pending[] = [];
  #nextId = 0;
  #falseStarts = 0;
  #closed = false;

  constructor(workers: number) {
    this.#workers = workers;
  }

  free({ ahead }: Pick<JobKind<unknown, unknown, unknown>, "ahead">): number {
    const open = [...this.#slots].filter(({ ending }) => !ending);
    const held = open.reduce(
      (sum, { holding }) => sum + (isClosed(holding) ? 1 + ahead : Math.min(holding.length, 1 + ahead)),
      0,
    );
    return Math.max(0, (1 + ahead) * this.#workers - held - this.#waiting.length);
  }

  start<Order, Event, Result>(
    kind: JobKind<Order, Event, Result>,
    order: Order,
    listener: (report: JobReport<Event, Result>) => void,
  ): Job {
    if (this.#closed) throw new InternalError(`a ${kind.name} was queued where no workers are any more`);
    const untyped = listener as (report: JobReport<unknown, unknown>) => void; // as the module of the kind promises
    const job: Pending = {
      id: this.#nextId++,
      kind,
      order,
      listener: untyped,
      stopped: false,
      begun: false,
      told: false,
      suspect: false,
      deadWorkers: 0,
      released: null,
    };
    this.#waiting.push(job);
    this.#hand();
    return { stop: () => this.#stop(job), cancel: () => this.#cancel(job) };
  }

  async close(): Promise<void> {
    this.#closed = true;
    const slots = [...this.#slots];
    for (const { worker } of slots) worker.kill();
    await Promise.all(slots.map(({ worker }) => worker.gone));
  }

  /** Gives waiting jobs to the workers that hold least. */
  #hand(): void {
    while (this.#waiting.length > 0 && !this.#closed) {
      const slot = this.#slotFor(this.#waiting[0]!);
      if (slot === null) return;
      const job = this.#waiting.shift()!;
      const { id, kind, order, stopped } = job;
      slot.holding.push(job);
      if (slot.unsent.push({ id, module: kind.module, order, stopped }) === 1) queueMicrotask(() => this.#send(slot));
    }
  }

  #send({ worker, unsent, ending }: Slot): void {
    const jobs = unsent.splice(0);
    if (!ending) worker.send({ kind: "run", jobs });
  }

  #slotFor({ kind, suspect }: Pending): Slot | null {
    const open = [...this.#slots].filter(
      ({ worker, ending, holding }) => worker.connected && !ending && !isClosed(holding),
    );
    const slot = open.reduce<Slot | null>(
      (least, one) => (least === null || one.holding.length < least.holding.length ? one : least),
      null,
    );
    if (slot !== null && slot.holding.length === 0) return slot;
    if (this.#slots.size < this.#workers) return this.#spawn();
    return slot !== null && slot.holding.length <= kind.ahead && !suspect ? slot : null;
  }

  #spawn(): Slot {
    const worker = startWorker<WorkerOrder, readonly WorkerReport[]>(new URL("./worker.js", import.meta.url), {
      onReport: (reports) => {
        for (const report of reports) this.#hear(slot, report);
      },
      onEnded: (ending) => this.#ended(slot, ending),
    });
    const slot: Slot = { worker, holding: [], unsent: [], ready: false, ending: false, fault: null };
    this.#slots.add(slot);
    return slot;
  }

  #hear(slot: Slot, report: WorkerReport): void {
    if (report.kind === "ready") {
      slot.ready = true;
      this.#falseStarts = 0;
      return;
    }
    const job = slot.holding[0];
    if (slot.ending || job?.id !== report.id) return; // a late word of a job that has ended
    switch (report.kind) {
      case "begun":
        job.begun = true;
        return;
      case "event":
        job.told = true;
        this.#tell(job, { kind: "event", event: report.event });
        return;
      case "threw":
        slot.fault = report.sentence;
        this.#kill(slot);
        return;
      case "dropped":
        this.#release(slot);
        job.released?.();
        return;
      case "done":
        this.#release(slot);
        if (report.next !== null) slot.holding[0]!.begun = true;
        this.#tell(job, { kind: "done", result: report.result });
        return;
      case "refused":
        this.#release(slot);
        this.#tell(job, { kind: "refused", code: report.code, sentence: report.sentence });
        return;
    }
  }

  /** A worker has done its first job. Its next one is on its way before anyone listens. */
  #release({ holding }: Slot): void {
    holding.shift();
    this.#hand();
  }

  #tell(job: Pending, report: JobReport<unknown, unknown>): void {
    if (this.#closed) return;
    if (job.released === null) job.listener(report);
    else if (report.kind !== "event") job.released();
  }

  #stop(job: Pending): void {
    job.stopped = true;
    this.#slotOf(job)?.worker.send({ kind: "stop", id: job.id });
  }

  #cancel(job: Pending): Promise<void> {
    const place = this.#waiting.indexOf(job);
    const slot = this.#slotOf(job);
    if (place >= 0) this.#waiting.splice(place, 1);
    if (slot === undefined) return Promise.resolve();
    const released = new Promise<void>((resolve) => {
      job.released = resolve;
    });
    if (slot.holding[0] === job) this.#kill(slot);
    else slot.worker.send({ kind: "drop", id: job.id });
    return Promise.race([released, slot.worker.gone]);
  }

  #slotOf(job: Pending): Slot | undefined {
    return [...this.#slots].find(({ holding }) => holding.includes(job));
  }

  /** Ends a worker; what it had not begun is given to others. */
  #kill(slot: Slot): void {
    slot.ending = true;
    this.#takeBack(slot.holding.splice(1));
    slot.worker.kill();
    this.#hand();
  }

  #takeBack(jobs: readonly Pending[]): void {
    this.#waiting.unshift(...jobs.filter(({ released }) => released === null));
  }

  #ended(slot: Slot, ending: WorkerEnding): void {
    this.#slots.delete(slot);
    if (this.#closed) return;
    if (!slot.ready && !slot.ending && this.#isBroken(slot, ending)) return;
    const [first] = slot.holding;
    const lost = first !== undefined && this.#isLost(first, slot);
    this.#takeBack(slot.holding.slice(lost ? 1 : 0));
    this.#hand();
    if (!lost) return;
    const { name } = first.kind;
    const ended = `The worker of this ${name} ended ${ending.how}${lastWords(ending)}.`;
    const sentence = slot.fault === null ? ended : `The ${name} failed by a fault of the laboratory: ${slot.fault}.`;
    this.#tell(first, { kind: "lost", sentence });
  }

  /** Whether a worker that ended takes the first of its jobs with it: one that it had begun, or that no worker gets to begin. */
  #isLost(job: Pending, { ready, holding, fault }: Slot): boolean {
    // Without a word of its own the worker may have kept back the answer, and have been further.
    if (job.begun && !job.told && fault === null && holding.length > 2) {
      for (const one of holding) one.suspect = true;
      job.begun = false;
      return false;
    }
    if (ready && !job.begun) job.deadWorkers += 1;
    return job.begun || job.deadWorkers >= mostFalseStarts;
  }

  /** Whether workers cannot even start, which is told of every job; one that was killed from outside may be a chance. */
  #isBroken(slot: Slot, { how, byItself, output }: WorkerEnding): boolean {
    this.#falseStarts += 1;
    if (!byItself && this.#falseStarts < mostFalseStarts) return false;
    const error = new InternalError(`a worker process ended ${how} before it was ready: ${output}`);
    for (const job of [...slot.holding, ...this.#waiting.splice(0)]) this.#tell(job, { kind: "broken", error });
    return true;
  }
}

/** Whether a worker takes nothing besides what it holds. */
function isClosed([first]: readonly Pending[]): boolean {
  return first?.suspect === true;
}
