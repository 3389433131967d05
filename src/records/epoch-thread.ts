/**
 * A second reader of a store in a thread of its own. It ends with what it was asked for; whatever goes wrong in it, the thread that asked reads the
 * rest itself and says what is wrong.
 */
import { Worker } from "node:worker_threads";
import type { SealedTable } from "./epoch-table.ts";
import type { SecondReader } from "./sql/each-trial.ts";
import type { EpochOrder, EpochPart } from "./sql/epoch-parts.ts";

/** What the thread says: that the store is open, or what it has read. */
export type EpochReport = "ready" | { readonly index: number; readonly part: EpochPart };

const entry = new URL("./epoch-thread-worker.js", import.meta.url);

/** Rows live for a moment: with the usual room for young objects the thread would take thrice the memory. */
const resourceLimits = { maxYoungGenerationSizeMb: 8 };

/** Starts the thread on a store; null where it cannot open it. `module`: its entry, for tests. */
export async function startEpochThread(target: string, module: URL = entry): Promise<SecondReader | null> {
  const thread = new EpochThread(new Worker(module, { workerData: target, resourceLimits }));
  if (await thread.ready) return thread;
  await thread.close();
  return null;
}

class EpochThread implements SecondReader {
  /** False where it ended before. */
  readonly ready: Promise<boolean>;
  readonly #worker: Worker;
  readonly #given = new Map<number, EpochPart>();
  #begun = false;
  #ended = false;
  #heard: () => void = () => {};

  constructor(worker: Worker) {
    this.#worker = worker;
    this.ready = new Promise((resolve) => {
      worker.on("message", (report: EpochReport) => {
        if (report === "ready") return resolve(true);
        this.#given.set(report.index, report.part);
        this.#heard();
      });
      worker.on("error", () => {}); // after which it exits
      worker.on("exit", () => {
        this.#ended = true;
        resolve(false);
        this.#heard();
      });
    });
  }

  begin(order: EpochOrder): void {
    if (this.#begun) return; // a transaction that is done again has claims of its own
    this.#begun = true;
    this.#worker.postMessage(order);
  }

  given(index: number): EpochPart | undefined {
    const part = this.#given.get(index);
    this.#given.delete(index);
    return part;
  }

  async awaited(index: number): Promise<EpochPart | null> {
    for (;;) {
      const part = this.given(index);
      if (part !== undefined) return part;
      if (this.#ended) return null;
      await new Promise<void>((resolve) => {
        this.#heard = resolve;
      });
    }
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}

/** Lists of a part that go to the other thread without a copy. */
export function transferred({ columns }: SealedTable): readonly ArrayBuffer[] {
  return columns.flatMap((column) => (typeof column === "number" ? [] : [column.buffer as ArrayBuffer]));
}
