/**
 * Makes documents of runs (reports, verdicts) in a thread of its own, so that a page is answered while a report of ten thousand trials is made.
 *
 * One thread, one document at a time, in the order in which they were asked for. It is started by the first and ended when there was nothing to
 * do for a while, for what it has loaded is as large as what it made. A document that needs more memory than the thread may take fails with a
 * sentence, and the next one gets another thread.
 */
import { Worker } from "node:worker_threads";
import { LabError } from "../core/errors.ts";

/** What is made of a run: its report as a page, or one of the answers that the page shows. */
export type DocumentKind = "report" | "verdict" | "surfaces";

/** A document that is wanted. */
export interface DocumentOrder {
  readonly kind: DocumentKind;
  readonly run: "study" | "discovery";
  /** Path of the store, or its address without the password, and what the run is called in it. */
  readonly location: string;
  /** What the store is opened by, where that is not its location. */
  readonly target?: string;
  readonly name: string;
}

/** What the thread answers to an order: UTF-8 text, or why there is none. `code`: of a `LabError`; null: a fault of ours. */
export type DocumentReply =
  | { readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly code: string | null; readonly sentence: string };

/** How a thread is run. */
export interface DocumentThreadOptions {
  /** Module of the thread: answers each `DocumentOrder` with a `DocumentReply`. */
  readonly module: URL;
  /** Most that its objects may take, MB. */
  readonly memoryMb?: number;
  /** Milliseconds without work after which it ends. */
  readonly restMs?: number;
}

interface Waiting {
  readonly order: DocumentOrder;
  resolve(bytes: Uint8Array<ArrayBuffer>): void;
  reject(error: unknown): void;
}

const usualMemoryMb = 112;
const usualRestMs = 20_000;

/** The thread. */
export class DocumentThread {
  readonly #options: DocumentThreadOptions;
  readonly #queue: Waiting[] = [];
  #current: Waiting | null = null;
  #worker: Worker | null = null;
  #rest: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: DocumentThreadOptions) {
    this.#options = options;
  }

  /** Text of a document in UTF-8. Errors: those of its store; `document-too-large`; `dashboard-ended`. */
  make(order: DocumentOrder): Promise<Uint8Array<ArrayBuffer>> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(ended());
      this.#queue.push({ order, resolve, reject });
      this.#next();
    });
  }

  /** Ends the thread, and with it what it was making. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#rest);
    const left = [...(this.#current === null ? [] : [this.#current]), ...this.#queue.splice(0)];
    this.#current = null;
    for (const { reject } of left) reject(ended());
    await this.#end();
  }

  #next(): void {
    if (this.#current !== null) return;
    clearTimeout(this.#rest);
    const next = this.#queue.shift();
    if (next === undefined) {
      this.#rest = setTimeout(() => void this.#end(), this.#options.restMs ?? usualRestMs).unref();
      return;
    }
    this.#current = next;
    this.#worker ??= this.#start();
    this.#worker.postMessage(next.order);
  }

  #start(): Worker {
    const { module, memoryMb = usualMemoryMb } = this.#options;
    const worker = new Worker(module, {
      resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 16 },
    });
    worker.on("message", (reply: DocumentReply) => {
      if (this.#worker !== worker) return;
      this.#settle((waiting) => ("bytes" in reply ? waiting.resolve(reply.bytes) : waiting.reject(errorOf(reply))));
    });
    worker.on("error", (error: NodeJS.ErrnoException) => {
      this.#lose(worker, ({ order, reject }) =>
        reject(error.code === "ERR_WORKER_OUT_OF_MEMORY" ? tooLarge(order, memoryMb) : error),
      );
    });
    worker.on("exit", (code) => {
      this.#lose(worker, ({ reject }) => reject(new Error(`the thread that makes documents ended with ${code}`)));
    });
    worker.unref();
    return worker;
  }

  /** The thread is gone, and with it what it made; what waits gets another. An error comes before the end, which has nothing to settle then. */
  #lose(worker: Worker, end: (waiting: Waiting) => void): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    this.#settle(end);
  }

  #settle(end: (waiting: Waiting) => void): void {
    const waiting = this.#current;
    this.#current = null;
    if (waiting !== null) end(waiting);
    this.#next();
  }

  async #end(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }
}

function errorOf({ code, sentence }: { readonly code: string | null; readonly sentence: string }): Error {
  return code === null ? new Error(sentence) : new LabError(code, sentence);
}

function ended(): LabError {
  return new LabError("dashboard-ended", "The dashboard was ended before this was made: start it again.");
}

function tooLarge({ kind, run, location }: DocumentOrder, memoryMb: number): LabError {
  const command = run === "study" ? "npx lionlab report" : "npx lionlab discover report";
  return new LabError(
    "document-too-large",
    `The ${kind} needs more memory than the ${memoryMb} MB that the dashboard gives it: make a report with \`${command} ${location}\`.`,
    { location },
  );
}
