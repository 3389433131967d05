/**
 * The state of a run: which trials wait, run, are done or failed, and the processes that run them.
 */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { explainFileError } from "../core/atomic-file.ts";
import type { Clock } from "../core/clock.ts";
import { InternalError } from "../core/errors.ts";
import { makeFolder } from "../core/make-folder.ts";
import type { TrialState } from "../records/records.ts";
import type { PlannedTrial, Storage } from "../records/storage.ts";
import { removeCheckpoint } from "../trainer/checkpoint.ts";
import type { StudyEvent, StudyNews, StudyProgress, TrialPlace } from "./events.ts";
import { createInbox } from "./inbox.ts";
import type { StudyPlan } from "./plan.ts";
import { type PoolReport, WorkerPool } from "./pool.ts";
import { createTimeLeft, type TimeLeft } from "./time-left.ts";

/** What a study runs with. None of it changes the records. */
export interface RunOptions {
  readonly storage: Storage;
  /** Worker processes, each with one trial on one thread. */
  readonly workers: number;
  /** Folder of the checkpoints of this study; made where it is missing. */
  readonly checkpointDir: string;
  /** Folder of the weights that finished trials leave; none are kept where absent. */
  readonly weightsDir?: string | undefined;
  /** Steps after which trials write checkpoints, besides those by time. */
  readonly checkpointEverySteps?: number | undefined;
  /** File of the starting weights that the trials name. */
  readonly initPath?: string | undefined;
  readonly clock: Clock;
  /** Folder of `--data`. */
  readonly dataDir?: string | undefined;
  /** Stops after checkpoints, within seconds. */
  readonly signal?: AbortSignal | undefined;
  /** Stops at once; work since the last checkpoints is done again by the next run. */
  readonly killSignal?: AbortSignal | undefined;
  /** URL of a module to train with instead of the laboratory's own, for tests. */
  readonly trainerModule?: string | undefined;
}

/** What a run waits for. */
export type Message =
  | PoolReport
  | { readonly kind: "stop" }
  | { readonly kind: "kill" }
  | { readonly kind: "broken"; readonly error: Error };

/** Where a trial goes when its worker is done with it. */
export type Release = "done" | "failed" | "again" | "suspended";

/** Seconds that workers have to save when they are asked to stop. */
const stopSeconds = 10;

/** A run under way. `close` ends its processes and marks what they were doing as waiting. */
export class Coordinator {
  readonly storage: Storage;
  readonly workers: number;
  readonly timeLeft: TimeLeft;
  stopping = false;
  readonly #options: RunOptions;
  readonly #places: ReadonlyMap<string, TrialPlace>;
  readonly #pool: WorkerPool;
  readonly #inbox = createInbox<Message>();
  readonly #waiting: PlannedTrial[];
  readonly #running = new Set<string>();
  readonly #settled: Set<string>;
  readonly #failed = new Set<string>();
  readonly #attempts = new Map<string, number>();
  #deadline: NodeJS.Timeout | undefined;

  /** A run of the trials that have no result yet. */
  static async open(plan: StudyPlan, options: RunOptions): Promise<Coordinator> {
    await makeFolder(options.checkpointDir).catch((error) => {
      throw explainFileError(error, `make the folder ${options.checkpointDir}`);
    });
    const states = await options.storage.listStates(plan.study.name);
    const settled = new Set([...states].filter(([, state]) => hasResult(state)).map(([key]) => key));
    await removeOldCheckpoints(options.checkpointDir, settled);
    return new Coordinator(plan, { options, settled });
  }

  private constructor(
    plan: StudyPlan,
    { options, settled }: { readonly options: RunOptions; readonly settled: Set<string> },
  ) {
    this.#options = options;
    this.storage = options.storage;
    this.#places = new Map(plan.trials.map((trial, index) => [trial.key, { trial, index }]));
    this.#settled = settled;
    this.#waiting = plan.trials.filter(({ key }) => !settled.has(key));
    this.workers = Math.max(1, Math.min(options.workers, this.#waiting.length));
    this.timeLeft = createTimeLeft(this.#waiting, { clock: options.clock, workers: this.workers });
    this.#pool = new WorkerPool({
      size: this.workers,
      onReport: (report) => this.#inbox.put(report),
      onBroken: (error) => this.#inbox.put({ kind: "broken", error }),
    });
    onAbort(options.signal, () => this.#inbox.put({ kind: "stop" }));
    onAbort(options.killSignal, () => this.#inbox.put({ kind: "kill" }));
  }

  /** Whether there is anything to wait for. */
  hasWork(): boolean {
    return this.#running.size > 0 || (this.#waiting.length > 0 && !this.stopping);
  }

  nextMessage(): Promise<Message> {
    return this.#inbox.take();
  }

  /** Hands waiting trials to idle workers. */
  async beginTrials(): Promise<void> {
    while (!this.stopping && !this.#options.signal?.aborted && this.#pool.idle > 0) {
      const trial = this.#waiting.shift();
      if (trial === undefined) return;
      const { key, config } = trial;
      await this.storage.startTrial(key);
      this.#running.add(key);
      this.#attempts.set(key, this.attemptsOf(key) + 1);
      this.#pool.start({ kind: "run", key, config, ...this.#orderOf(key) });
    }
  }

  /** The trial has a stored result: its checkpoints are not needed any more. */
  async settle(key: string): Promise<void> {
    this.#settled.add(key);
    await removeCheckpoint(this.#checkpointPath(key));
  }

  isRunning(key: string): boolean {
    return this.#running.has(key);
  }

  isSettled(key: string): boolean {
    return this.#settled.has(key);
  }

  /** How often the trial was begun in this run. */
  attemptsOf(key: string): number {
    return this.#attempts.get(key) ?? 0;
  }

  /** The trial has no worker any more (or loses it now); it is begun again, before others, or not at all in this run. */
  async release(key: string, to: Release): Promise<void> {
    if (!this.#running.delete(key)) return;
    switch (to) {
      case "again":
        this.#waiting.unshift(this.place(key).trial);
        return;
      case "suspended":
        await this.storage.suspendTrial(key);
        return;
      case "failed":
        this.#failed.add(key);
        this.timeLeft.drop(key);
        this.#pool.kill(key);
        return;
      case "done":
        return;
    }
  }

  /** Begins a trial whose checkpoint is ahead of the records from its start: the worker is ended, and its loss is reported. */
  async restart(key: string): Promise<void> {
    this.#pool.kill(key);
    await removeCheckpoint(this.#checkpointPath(key));
  }

  /** Lets workers save; those that take too long are ended. */
  stopGently(): void {
    if (this.stopping) return;
    this.stopping = true;
    this.#pool.stop();
    this.#deadline = setTimeout(() => this.#pool.killAll(), stopSeconds * 1000);
  }

  /** Ends every worker. */
  stopNow(): void {
    this.stopping = true;
    this.#pool.killAll();
  }

  place(key: string): TrialPlace {
    const place = this.#places.get(key);
    if (place === undefined) throw new InternalError(`trial ${key} is not of this study`);
    return place;
  }

  /** News with how the study stands. */
  tell(news: StudyNews): StudyEvent {
    return { ...news, progress: this.#progress() };
  }

  async close(): Promise<void> {
    clearTimeout(this.#deadline);
    await this.#pool.close();
    for (const key of this.#running) await this.storage.suspendTrial(key).catch(() => {});
  }

  #progress(): StudyProgress {
    return {
      done: this.#settled.size,
      failed: this.#failed.size,
      running: this.#running.size,
      total: this.#places.size,
      secondsLeft: this.timeLeft.seconds(),
    };
  }

  #orderOf(key: string) {
    const {
      weightsDir,
      initPath = null,
      checkpointEverySteps = null,
      dataDir = null,
      trainerModule = null,
    } = this.#options;
    const weightsPath = weightsDir === undefined ? null : join(weightsDir, `${key}.safetensors`);
    const files = { checkpointPath: this.#checkpointPath(key), weightsPath, initPath };
    return { ...files, checkpointEverySteps, dataDir, trainerModule };
  }

  #checkpointPath(key: string): string {
    return join(this.#options.checkpointDir, `${key}.safetensors`);
  }
}

function hasResult(state: TrialState): boolean {
  return state === "finished" || state === "diverged";
}

/** A kill between a result and the end of its checkpoint leaves the file about; the next run clears it. */
async function removeOldCheckpoints(folder: string, settled: ReadonlySet<string>): Promise<void> {
  const keys = (await readdir(folder)).map((file) => file.split(".")[0]!);
  for (const key of new Set(keys)) if (settled.has(key)) await removeCheckpoint(join(folder, `${key}.safetensors`));
}

function onAbort(signal: AbortSignal | undefined, listener: () => void): void {
  if (signal?.aborted) listener();
  else signal?.addEventListener("abort", listener, { once: true });
}
