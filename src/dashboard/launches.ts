/** Runs that the dashboard has started, until they are heard of in their store. */
import { open } from "node:fs/promises";
import { join } from "node:path";
import { type LionlabProgram, startDetached } from "./lionlab-process.ts";
import type { StartedRun } from "./views.ts";

/** File of a run's folder that keeps what a run printed which the dashboard has started. */
export const outputFile = "output.log";

/** What is started. */
export interface Launch {
  readonly run: string;
  readonly kind: "study" | "discovery";
  readonly name: string;
  readonly argv: readonly string[];
  readonly cwd: string;
  /** Folder of the run, which is there. */
  readonly folder: string;
}

interface Known {
  readonly launch: Launch;
  readonly pid: number | undefined;
  state: "starting" | "failed";
  sentence: string | null;
}

/** Bytes of a log's end in which its sentence is looked for. */
const logEnd = 16 * 1024;

/** Starts runs and remembers them. */
export class Launches {
  readonly #program: LionlabProgram;
  readonly #known = new Map<string, Known>();

  constructor(program: LionlabProgram) {
    this.#program = program;
  }

  /** Starts one. What was known of an earlier start of the run is forgotten. Errors: those of the file system. */
  start(launch: Launch): void {
    const log = join(launch.folder, outputFile);
    const { child, logStart } = startDetached(this.#program, launch.argv, { cwd: launch.cwd, log });
    const known: Known = { launch, pid: child.pid, state: "starting", sentence: null };
    this.#known.set(launch.run, known);
    const fail = (sentence: string): void => {
      known.state = "failed";
      known.sentence = sentence;
    };
    child.once("error", ({ message }) => fail(`lionlab could not be started: ${message}.`));
    child.once("exit", (code) => {
      if (code === 0) this.#forget(known);
      else void lastWord(log, logStart).then((said) => fail(said ?? `It ended with exit code ${code}; see ${log}.`));
    });
  }

  /** Whether one of a run is under way that was not heard of yet. */
  isStarting(run: string): boolean {
    return this.#known.get(run)?.state === "starting";
  }

  /** Why the last start of a run failed; null where it did not. */
  failureOf(run: string): string | null {
    const { state, sentence } = this.#known.get(run) ?? { state: "starting", sentence: null };
    return state === "failed" ? sentence : null;
  }

  /** Those that are not heard of in their store. `heard`: the process of the last run of one. */
  async list(heard: (run: string) => Promise<number | null>): Promise<readonly StartedRun[]> {
    for (const known of [...this.#known.values()])
      if (known.state === "starting" && (await heard(known.launch.run)) === known.pid) this.#forget(known);
    return [...this.#known.values()].map(({ launch: { run, kind, name }, state, sentence }) => ({
      ...{ run, kind, name, state, sentence },
    }));
  }

  /** Forgets one that failed. */
  dismiss(run: string): void {
    if (this.#known.get(run)?.state === "failed") this.#known.delete(run);
  }

  #forget(known: Known): void {
    const { run } = known.launch;
    if (this.#known.get(run) === known) this.#known.delete(run);
  }
}

/** What `lionlab` said last of why it ended; null where it said nothing. */
async function lastWord(log: string, from: number): Promise<string | null> {
  const file = await open(log, "r").catch(() => null);
  if (file === null) return null;
  try {
    const { size } = await file.stat();
    const start = Math.max(from, size - logEnd);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
    const lines = buffer.toString("utf8", 0, bytesRead).split("\n");
    return lines.findLast((line) => line.startsWith("lionlab: "))?.slice("lionlab: ".length) ?? null;
  } finally {
    await file.close();
  }
}
