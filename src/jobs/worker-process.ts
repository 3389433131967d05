/**
 * A worker process: what it says is passed on, what it prints is kept for the sentence that tells how it ended.
 */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { keptHeapSettings } from "../core/kept-heap.ts";

/** A process under way, told things of type `Order`. */
export interface WorkerProcess<Order> {
  /** Whether it can still be told anything. */
  readonly connected: boolean;
  send(order: Order): void;
  /** Ends it at once. */
  kill(): void;
  /** Resolves when it is gone. */
  readonly gone: Promise<void>;
}

/** How a process ended. */
export interface WorkerEnding {
  /** "with exit code 1", "by SIGKILL" or "at its start (spawn EMFILE)". */
  readonly how: string;
  /** Whether it ended by itself, without a signal. */
  readonly byItself: boolean;
  /** The end of what it printed as errors. */
  readonly output: string;
}

/** Who listens to a process. */
export interface WorkerListeners<Report> {
  readonly onReport: (report: Report) => void;
  /** Called once. */
  readonly onEnded: (ending: WorkerEnding) => void;
}

/** Longest part of a worker's error output that is kept, in characters. */
const keptOutput = 2000;

/** Starts the module at `url` as a process. Messages are structured clones, so that NaN and typed arrays arrive. */
export function startWorker<Order, Report>(
  url: URL,
  { onReport, onEnded }: WorkerListeners<Report>,
): WorkerProcess<Order> {
  const child = fork(fileURLToPath(url), [], {
    serialization: "advanced",
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    execArgv: [],
    env: { ...process.env, ...keptHeapSettings() },
  });
  let output = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    output = (output + text).slice(-keptOutput);
  });
  child.on("message", (report) => onReport(report as Report));
  const gone = new Promise<void>((resolve) => {
    const end = (how: string, byItself: boolean): void => {
      onEnded({ how, byItself, output: output.trim() });
      resolve();
    };
    child.on("close", (code, signal) =>
      signal === null ? end(`with exit code ${code}`, true) : end(`by ${signal}`, false),
    );
    child.on("error", ({ message }) => {
      if (child.pid === undefined) end(`at its start (${message})`, true); // else a message missed it; `close` follows
    });
  });
  return {
    get connected() {
      return child.connected;
    },
    send: (order) => send(child, order),
    kill: () => {
      child.kill("SIGKILL");
    },
    gone,
  };
}

/** What a lost worker's last lines say, for a sentence: empty, or ": " and the lines. */
export function lastWords({ output }: WorkerEnding): string {
  const words = output.split("\n").slice(-3).join(" ");
  return words === "" ? "" : `: ${words}`;
}

function send(child: ChildProcess, order: unknown): void {
  if (child.connected) child.send(order as object, () => {});
}
