/**
 * Worker processes that evaluate programs: each holds two at a time, so that none waits for the coordinator.
 *
 * A worker that ends, or throws, is replaced. What it was working on counts as a fault of that evaluation; what it had not
 * begun is given to another worker and does not.
 */
import { InternalError, LabError } from "../core/errors.ts";
import { lastWords, startWorker, type WorkerEnding, type WorkerProcess } from "../study/worker-process.ts";
import type { Outcome } from "./core.ts";
import type { EvaluationJob, Evaluators } from "./evaluators.ts";
import type { EvaluationOrder, EvaluationReport } from "./messages.ts";

/** How a pool is set up. */
export interface WorkerPoolOptions {
  /** Processes, each on one thread. */
  readonly workers: number;
  /** Folder of `--data`. */
  readonly dataDir?: string | undefined;
  /** URL of a module to evaluate with instead of the laboratory's own, for tests. */
  readonly evaluatorModule?: string | undefined;
}

/** Programs that a worker holds: one under way and one that waits. */
const depth = 2;

/** Faults of an evaluation before it is given up: it is repeated once. */
const mostFaults = 2;

/** Workers in a row that are killed before they are ready, after which there is something wrong with the machine. */
const mostFalseStarts = 5;

/** An evaluation that has no outcome yet. */
interface Pending {
  readonly id: number;
  readonly job: EvaluationJob;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: Error) => void;
  faults: number;
}

interface Slot {
  readonly worker: WorkerProcess<EvaluationOrder>;
  readonly suites: Set<number>;
  /** In the order in which the worker will answer. */
  readonly holding: Pending[];
  ready: boolean;
  /** What an evaluation threw; its worker is replaced, for it may have left anything behind. */
  fault: string | null;
}

/** Starts no process yet: they start with the first jobs. `close` must be called. */
export function createWorkerPool(options: WorkerPoolOptions): Evaluators {
  return new WorkerPool(options);
}

class WorkerPool implements Evaluators {
  busySeconds = 0;
  readonly #options: WorkerPoolOptions;
  readonly #slots = new Set<Slot>();
  readonly #waiting: Pending[] = [];
  /** Numbers of task lists, by their text. */
  readonly #suites = new Map<string, number>();
  readonly #suiteOf = new WeakMap<object, number>();
  #nextId = 0;
  #falseStarts = 0;
  #closed = false;

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
  }

  get free(): number {
    const held = [...this.#slots].reduce((sum, { holding }) => sum + holding.length, 0);
    return Math.max(0, depth * this.#options.workers - held - this.#waiting.length);
  }

  evaluate(job: EvaluationJob): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ id: this.#nextId++, job, resolve, reject, faults: 0 });
      this.#hand();
    });
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
      const slot = this.#leastBusy();
      if (slot === null) return;
      const pending = this.#waiting.shift()!;
      slot.holding.push(pending);
      const suite = this.#prepare(slot, pending.job);
      const { program, options } = pending.job;
      slot.worker.send({ kind: "evaluate", id: pending.id, suite, program, options });
    }
  }

  #leastBusy(): Slot | null {
    const open = [...this.#slots].filter(({ worker, fault }) => worker.connected && fault === null);
    const slot = open.reduce<Slot | null>(
      (least, one) => (least === null || one.holding.length < least.holding.length ? one : least),
      null,
    );
    if (slot !== null && slot.holding.length === 0) return slot;
    if (this.#slots.size < this.#options.workers) return this.#spawn();
    return slot !== null && slot.holding.length < depth ? slot : null;
  }

  /** Tells a worker of the job's tasks where they are new to it; their number. */
  #prepare(slot: Slot, { tasks }: EvaluationJob): number {
    const suite = this.#suiteNumber(tasks);
    if (slot.suites.has(suite)) return suite;
    slot.suites.add(suite);
    const { dataDir = null, evaluatorModule = null } = this.#options;
    slot.worker.send({ kind: "suite", suite, tasks, dataDir, evaluatorModule });
    return suite;
  }

  #suiteNumber(tasks: EvaluationJob["tasks"]): number {
    const known = this.#suiteOf.get(tasks);
    if (known !== undefined) return known;
    const text = JSON.stringify(tasks);
    const suite = this.#suites.get(text) ?? this.#suites.size;
    this.#suites.set(text, suite);
    this.#suiteOf.set(tasks, suite);
    return suite;
  }

  #spawn(): Slot {
    const worker = startWorker<EvaluationOrder, EvaluationReport>(new URL("./worker.js", import.meta.url), {
      onReport: (report) => this.#hear(slot, report),
      onEnded: (ending) => this.#ended(slot, ending),
    });
    const slot: Slot = { worker, suites: new Set(), holding: [], ready: false, fault: null };
    this.#slots.add(slot);
    return slot;
  }

  #hear(slot: Slot, report: EvaluationReport): void {
    if (report.kind === "ready") {
      slot.ready = true;
      this.#falseStarts = 0;
      return;
    }
    const pending = slot.holding[0];
    if (pending?.id !== report.id) return; // a late word of a worker that was given up
    if (report.kind === "faulted") {
      slot.fault = report.sentence;
      slot.worker.kill();
      return;
    }
    slot.holding.shift();
    this.#hand();
    if (report.kind === "refused") pending.reject(new LabError(report.code, report.sentence));
    else {
      this.busySeconds += report.seconds;
      pending.resolve({ ...report.evaluation, failure: null });
    }
  }

  #ended(slot: Slot, ending: WorkerEnding): void {
    this.#slots.delete(slot);
    if (this.#closed) return;
    if (!slot.ready && !ending.byItself) this.#falseStarts += 1;
    if (!slot.ready && (ending.byItself || this.#falseStarts >= mostFalseStarts)) {
      this.#break(slot, ending);
      return;
    }
    const [begun, ...others] = slot.holding;
    this.#waiting.unshift(...others);
    if (begun !== undefined) this.#repeat(begun, slot, ending);
    this.#hand();
  }

  /** Evaluates again what a lost worker was working on, or gives it up. */
  #repeat(pending: Pending, { fault, ready }: Slot, ending: WorkerEnding): void {
    if (ready) pending.faults += 1;
    if (pending.faults < mostFaults) {
      this.#waiting.unshift(pending);
      return;
    }
    const lost = `The worker of this evaluation ended ${ending.how}${lastWords(ending)}.`;
    const failure = fault === null ? lost : `The evaluation failed by a fault of the laboratory: ${fault}.`;
    pending.resolve({ fitness: 0, status: "failed", scores: [], failure });
  }

  /** Workers cannot even start: a fault of the installation. */
  #break(slot: Slot, { how, output }: WorkerEnding): void {
    const error = new InternalError(`a worker process ended ${how} before it was ready: ${output}`);
    for (const { reject } of [...slot.holding, ...this.#waiting.splice(0)]) reject(error);
  }
}
