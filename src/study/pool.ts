/**
 * Worker processes, one for each slot: started when needed, replaced when they end, told to stop, and never left behind.
 */
import { InternalError } from "../core/errors.ts";
import type { TrainerEvent } from "../trainer/events.ts";
import type { WorkerOrder, WorkerReport } from "./messages.ts";
import { lastWords, startWorker, type WorkerEnding, type WorkerProcess } from "./worker-process.ts";

/** What the pool tells of the trial with this key. */
export type PoolReport = { readonly key: string } & (
  | { readonly kind: "event"; readonly event: TrainerEvent }
  | { readonly kind: "ended"; readonly stopped: boolean }
  | { readonly kind: "refused"; readonly code: string; readonly sentence: string }
  /** The worker ended, or the trial threw; the sentence tells how. */
  | { readonly kind: "lost"; readonly sentence: string }
);

/** How a pool is set up. */
export interface PoolOptions {
  readonly size: number;
  /** Called for every report, in the order of each worker. */
  readonly onReport: (report: PoolReport) => void;
  /** Called when workers cannot even start: a fault of the installation. */
  readonly onBroken: (error: Error) => void;
}

/** A process and what it is doing. */
interface Slot {
  readonly worker: WorkerProcess<WorkerOrder>;
  ready: boolean;
  key: string | null;
  /** What a trial threw; its worker is replaced, for it may have left anything behind. */
  fault: string | null;
}

/** The processes. `close` must be called. */
export class WorkerPool {
  readonly #options: PoolOptions;
  readonly #slots = new Set<Slot>();

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** Workers that could take a trial now. */
  get idle(): number {
    return this.#options.size - [...this.#slots].filter(({ key }) => key !== null).length;
  }

  /** Hands a trial to an idle worker, or to a new one. */
  start(order: Extract<WorkerOrder, { kind: "run" }>): void {
    if (this.idle <= 0) throw new InternalError("a trial was started while every worker was busy");
    const slot = [...this.#slots].find(({ key, worker }) => key === null && worker.connected) ?? this.#spawn();
    slot.key = order.key;
    slot.worker.send(order);
  }

  /** Asks every worker to end its trial after a checkpoint. */
  stop(): void {
    for (const { worker } of this.#slots) worker.send({ kind: "stop" });
  }

  /** Ends the worker of a trial at once; `lost` is reported for it. */
  kill(key: string): void {
    for (const slot of this.#slots) if (slot.key === key) slot.worker.kill();
  }

  /** Ends every worker at once; `lost` is reported for those that were busy. */
  killAll(): void {
    for (const { worker } of this.#slots) worker.kill();
  }

  /** Ends every worker and waits until they are gone; nothing is reported any more. */
  async close(): Promise<void> {
    const slots = [...this.#slots];
    for (const slot of slots) slot.key = null;
    this.killAll();
    await Promise.all(slots.map(({ worker }) => worker.gone));
  }

  #spawn(): Slot {
    const worker = startWorker<WorkerOrder, WorkerReport>(new URL("./worker.js", import.meta.url), {
      onReport: (report) => this.#hear(slot, report),
      onEnded: (ending) => this.#ended(slot, ending),
    });
    const slot: Slot = { worker, ready: false, key: null, fault: null };
    this.#slots.add(slot);
    return slot;
  }

  #hear(slot: Slot, message: WorkerReport): void {
    if (message.kind === "ready") {
      slot.ready = true;
      return;
    }
    if (message.key !== slot.key) return;
    if (message.kind === "faulted") {
      slot.fault = message.sentence;
      slot.worker.kill();
      return;
    }
    if (message.kind !== "event") slot.key = null;
    this.#options.onReport(message);
  }

  #ended(slot: Slot, ending: WorkerEnding): void {
    this.#slots.delete(slot);
    const { how, byItself, output } = ending;
    if (!slot.ready && byItself) {
      this.#options.onBroken(new InternalError(`a worker process ended ${how} before it was ready: ${output}`));
      return;
    }
    if (slot.key === null) return;
    const lost = `The worker of this trial ended ${how}${lastWords(ending)}.`;
    const sentence = slot.fault === null ? lost : `The trial failed by a fault of the laboratory: ${slot.fault}.`;
    this.#options.onReport({ kind: "lost", key: slot.key, sentence });
  }
}
