/**
 * Worker processes, one for each slot: started when needed, replaced when they end, told to stop, and never left behind.
 */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { InternalError } from "../core/errors.ts";
import type { TrainerEvent } from "../trainer/events.ts";
import type { WorkerOrder, WorkerReport } from "./messages.ts";

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

/** Longest part of a worker's error output that is kept, in characters. */
const keptOutput = 2000;

/** A process and what it is doing. */
interface Slot {
  readonly child: ChildProcess;
  ready: boolean;
  key: string | null;
  output: string;
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
    const slot = [...this.#slots].find(({ key, child }) => key === null && child.connected) ?? this.#spawn();
    slot.key = order.key;
    send(slot, order);
  }

  /** Asks every worker to end its trial after a checkpoint. */
  stop(): void {
    for (const slot of this.#slots) send(slot, { kind: "stop" });
  }

  /** Ends the worker of a trial at once; `lost` is reported for it. */
  kill(key: string): void {
    for (const slot of this.#slots) if (slot.key === key) slot.child.kill("SIGKILL");
  }

  /** Ends every worker at once; `lost` is reported for those that were busy. */
  killAll(): void {
    for (const { child } of this.#slots) child.kill("SIGKILL");
  }

  /** Ends every worker and waits until they are gone; nothing is reported any more. */
  async close(): Promise<void> {
    const slots = [...this.#slots];
    const gone = slots.map(({ child }) => new Promise((resolve) => child.once("close", resolve)));
    for (const slot of slots) slot.key = null;
    this.killAll();
    await Promise.all(gone);
  }

  #spawn(): Slot {
    const child = fork(fileURLToPath(new URL("./worker.js", import.meta.url)), [], {
      serialization: "advanced",
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      execArgv: [],
    });
    const slot: Slot = { child, ready: false, key: null, output: "", fault: null };
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      slot.output = (slot.output + text).slice(-keptOutput);
    });
    child.on("message", (message: WorkerReport) => this.#hear(slot, message));
    child.on("error", () => {}); // a message to a process that has just ended; `close` tells of it
    child.on("close", (code, signal) => this.#ended(slot, { code, signal }));
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
      slot.child.kill("SIGKILL");
      return;
    }
    if (message.kind !== "event") slot.key = null;
    this.#options.onReport(message);
  }

  #ended(slot: Slot, { code, signal }: { readonly code: number | null; readonly signal: string | null }): void {
    this.#slots.delete(slot);
    const how = signal === null ? `with exit code ${code}` : `by ${signal}`;
    if (!slot.ready && signal === null) {
      this.#options.onBroken(
        new InternalError(`a worker process ended ${how} before it was ready: ${slot.output.trim()}`),
      );
      return;
    }
    if (slot.key === null) return;
    const output = slot.output.trim().split("\n").slice(-3).join(" ");
    const ending = `The worker of this trial ended ${how}${output === "" ? "" : `: ${output}`}.`;
    const sentence = slot.fault === null ? ending : `The trial failed by a fault of the laboratory: ${slot.fault}.`;
    this.#options.onReport({ kind: "lost", key: slot.key, sentence });
  }
}

function send({ child }: Slot, order: WorkerOrder): void {
  if (child.connected) child.send(order, () => {});
}
