/**
 * The state of a run: which trials wait, run, are done or failed, and the jobs that run them.
 */
import type { BlobStore } from "../blobs/blob-store.ts";
import { openBlobs, proveBlobs } from "../blobs/open.ts";
import { InternalError } from "../core/errors.ts";
import { createInbox } from "../jobs/inbox.ts";
import type { Job, JobQueue } from "../jobs/queue.ts";
import { onAbort } from "../jobs/stop.ts";
import { openWorkerPool } from "../jobs/worker-pool.ts";
import { type TrialPhase, trialPhase } from "../records/records.ts";
import type { PlannedTrial, Storage } from "../records/storage.ts";
import { removeCheckpoints } from "../trainer/checkpoint.ts";
import type { SliceEnd } from "../trainer/slice.ts";
import { Attempts } from "./attempts.ts";
import type { StudyEvent, StudyNews, StudyProgress, TrialPlace } from "./events.ts";
import { type Growth, settledKeys } from "./growth.ts";
import { takeNextTrials } from "./next-trials.ts";
import { phasesOf, type StudyPlan } from "./plan.ts";
import { type RunOptions, sharedSlice } from "./run-options.ts";
import type { TrialReport } from "./sliced-trial.ts";
import { createTimeLeft, type TimeLeft } from "./time-left.ts";
import { keepWeights, orderOf, removeSettled, takeLeftWeights } from "./trial-blobs.ts";
import { trialJob } from "./trial-job.ts";
import { startTrials } from "./trial-jobs.ts";
import { type ElsewhereMessage, TrialsElsewhere } from "./trials-elsewhere.ts";

/** What a run waits for: what is told of the trial with this key, or to be stopped. */
export type Message =
  | TrialMessage
  | ElsewhereMessage
  /** More trials may be begun. */
  | { readonly kind: "room" }
  | { readonly kind: "stop" }
  | { readonly kind: "stop-now" }
  | { readonly kind: "too-late" };

/** What is told of a trial. */
export type TrialMessage = { readonly key: string; readonly job: Job } & TrialReport;

/** Where a trial goes when its worker is done with it. */
export type Release = "done" | "failed" | "again" | "suspended";

/** What a coordinator works with. */
type Setting = RunOptions & { readonly plan: StudyPlan };

/** A run under way. `close` ends its processes and marks what they were doing as waiting. */
export class Coordinator {
  readonly storage: Storage;
  readonly workers: number;
  readonly timeLeft: TimeLeft;
  readonly attempts: Attempts = new Attempts();
  stopping = false;
  readonly #options: Setting;
  /** Phases that are still to be told, with their number of trials; empty where a study does not tune. */
  readonly #phases: Map<TrialPhase, number | null>;
  readonly #growth: Growth;
  readonly #places = new Map<string, TrialPlace>();
  readonly #queue: JobQueue;
  readonly #inbox = createInbox<Message>();
  readonly #waiting: PlannedTrial[] = [];
  readonly #elsewhere: TrialsElsewhere;
  /** Trials under way. */
  readonly #running = new Map<string, Job>();
  /** Keys of the trials under way at each worker. */
  readonly #workers = new Set<Set<string>>();
  readonly #blobs: BlobStore;
  readonly #settled: Set<string>;
  readonly #failed = new Set<string>();
  readonly #slice: SliceEnd | null;
  readonly #stopHearing: (() => void) | undefined;
  #deadline: NodeJS.Timeout | undefined;

  /** A run of the trials that have no result yet, and of those that are born of the results. */
  static async open(growth: Growth, options: Setting): Promise<Coordinator> {
    await proveBlobs(options.checkpoints);
    const blobs = await openBlobs(options.checkpoints);
    const settled = await settledKeys(options.storage, options.plan.study.name);
    await takeLeftWeights(blobs, options);
    const run = new Coordinator(growth, { options, settled, blobs });
    await run.removeOldCheckpoints();
    return run;
  }

  /** A kill between a result and the end of its checkpoint leaves the file about; and what nothing goes on from any more is not needed. */
  async removeOldCheckpoints(): Promise<void> {
    const over = this.#growth.unborn.length === 0 && this.#waiting.length === 0;
    await removeSettled(this.#blobs, (key) => {
      const kept = this.#places.get(key)?.trial.mayGoOn === true && !over;
      return this.#settled.has(key) && !kept;
    });
  }

  private constructor(
    growth: Growth,
    {
      options,
      settled,
      blobs,
    }: { readonly options: Setting; readonly settled: Set<string>; readonly blobs: BlobStore },
  ) {
    this.#blobs = blobs;
    this.#options = options;
    this.#phases = phasesOf(options.plan);
    this.#growth = growth;
    this.storage = options.storage;
    this.#settled = settled;
    this.#elsewhere = new TrialsElsewhere(this.storage, options.plan.study.name, (message) => this.#inbox.put(message));
    this.#admit(growth.trials);
    this.#slice = options.slice ?? (options.isShared === true ? sharedSlice : null);
    const { unborn } = growth;
    this.workers = Math.max(1, Math.min(options.workers, this.#waiting.length + unborn.length));
    this.timeLeft = createTimeLeft(this.#waiting, {
      ...{ clock: options.clock, unborn },
      workers: () => (options.isShared === true ? this.#running.size + this.#queue.free(trialJob) : this.workers),
    });
    this.#queue = options.queue ?? openWorkerPool({ workers: this.workers });
    this.#stopHearing = this.#queue.onRoom?.(() => this.#inbox.put({ kind: "room" }));
    onAbort(options.stop?.drain, () => this.#inbox.put({ kind: "stop" }));
    onAbort(options.stop?.abort, () => this.#inbox.put({ kind: "stop-now" }));
  }

  /** Whether there is anything to wait for. */
  hasWork(): boolean {
    return this.#running.size > 0 || (this.#waiting.length + this.#elsewhere.count > 0 && !this.stopping);
  }

  nextMessage(): Promise<Message> {
    return this.#inbox.take();
  }

  /** Hands out waiting trials as long as there are workers for them. */
  async beginTrials(): Promise<void> {
    while (this.#mayBegin()) {
      const { stack = 1 } = this.#options;
      const next = takeNextTrials(this.#waiting, { stack, isAgain: (key) => this.attempts.of(key) > 0 });
      if (next.length === 0) return;
      const trials = await this.#elsewhere.claim(next);
      if (trials.length === 0) continue;
      for (const { key } of trials) {
        await this.storage.startTrial(key);
        this.attempts.begin(key);
      }
      const queued = trials.map((trial) => ({
        order: orderOf(trial, this.#options),
        processor: this.attempts.processorOf(trial.key),
        tell: (report: TrialReport, job: Job) => this.#inbox.put({ key: trial.key, job, ...report }),
      }));
      const jobs = startTrials(this.#queue, queued, { slice: this.#slice });
      for (const [i, { key }] of trials.entries()) this.#running.set(key, jobs[i]!);
      this.#workers.add(new Set(trials.map(({ key }) => key)));
    }
  }

  /** Claims the trials again that were computed elsewhere. */
  lookAgain(): void {
    this.#waiting.push(...this.#elsewhere.takeAll());
  }

  /** Whether the result of a trial that was computed elsewhere is still to be taken. */
  isToTake(key: string): boolean {
    this.#elsewhere.take(key);
    return !this.#settled.has(key);
  }

  /** Keeps the weights that a trial left, where they are wanted; before its result is stored, so that a stored one has its weights. */
  keepWeights(key: string): Promise<void> {
    return keepWeights(this.#blobs, key, this.#options);
  }

  /**
   * The trial has a stored result: its checkpoints are not needed any more, unless a longer one may go on from it, and trials may be
   * born of it.
   */
  async settle(key: string): Promise<void> {
    this.#settled.add(key);
    const { goesOn, mayGoOn } = this.place(key).trial;
    if (mayGoOn !== true) await removeCheckpoints(this.#blobs, key);
    if (goesOn !== undefined) await removeCheckpoints(this.#blobs, goesOn.key);
    const born = await this.#growth.settle(key);
    for (const trial of born) {
      this.timeLeft.admit(trial);
      if (!this.#growth.hasResult(trial.key)) continue;
      this.#settled.add(trial.key);
      this.timeLeft.drop(trial.key);
    }
    this.#admit(born);
  }

  /** The phase of a trial, once: when its first trial is heard of. Null afterwards, and for a study that does not tune. */
  phaseBegun(key: string): { readonly phase: TrialPhase; readonly trials: number | null } | null {
    const phase = trialPhase(this.place(key).trial.config);
    const trials = this.#phases.get(phase);
    this.#phases.delete(phase);
    return trials === undefined ? null : { phase, trials };
  }

  /** Whether a message is of a trial under way, and not the late word of a job that was given up. */
  isCurrent({ key, job }: TrialMessage): boolean {
    return this.#running.get(key) === job;
  }

  isSettled(key: string): boolean {
    return this.#settled.has(key);
  }

  /** The trial has no worker any more (or loses it now); it is begun again, before others, or not at all in this run. */
  async release(key: string, to: Release): Promise<void> {
    const job = this.#running.get(key);
    if (job === undefined) return;
    this.#running.delete(key);
    if (to !== "again") await this.#elsewhere.giveUp(key);
    for (const keys of this.#workers) if (keys.delete(key) && keys.size === 0) this.#workers.delete(keys);
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
        await job.cancel();
        return;
      case "done":
        return;
    }
  }

  /** Takes a trial from its worker, with its checkpoint, so that it would begin at its start. */
  async recall(key: string): Promise<void> {
    await this.#running.get(key)?.cancel();
    this.attempts.beginAnew(key);
    await removeCheckpoints(this.#blobs, key);
  }

  /** Lets trials save; those that take too long are ended. */
  stopGently(): void {
    if (this.stopping) return;
    this.stopping = true;
    for (const job of this.#running.values()) job.stop();
    const { stopSeconds = 10 } = this.#options;
    this.#deadline = setTimeout(() => this.#inbox.put({ kind: "too-late" }), stopSeconds * 1000);
  }

  /** Ends every trial under way. */
  async stopNow(): Promise<void> {
    this.stopping = true;
    await Promise.all([...this.#running.values()].map((job) => job.cancel()));
    for (const key of [...this.#running.keys()]) await this.release(key, "suspended");
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
    this.#elsewhere.close();
    this.#stopHearing?.();
    const { queue } = this.#options;
    if (queue === undefined) await this.#queue.close();
    else await Promise.all([...this.#running.values()].map((job) => job.cancel()));
    for (const key of this.#running.keys()) await this.storage.suspendTrial(key).catch(() => {});
    await this.#blobs.close();
  }

  /** Gives trials their places, behind those that have one; those without a result wait. */
  #admit(trials: readonly PlannedTrial[]): void {
    for (const trial of trials) {
      this.#places.set(trial.key, { trial, index: this.#places.size });
      if (!this.#settled.has(trial.key)) this.#waiting.push(trial);
    }
  }

  #mayBegin(): boolean {
    if (this.stopping || this.#options.stop?.drain.aborted) return false;
    return (this.#options.isShared === true || this.#workers.size < this.workers) && this.#queue.free(trialJob) > 0;
  }

  #progress(): StudyProgress {
    return {
      done: this.#settled.size,
      failed: this.#failed.size,
      running: [...this.#running.keys()].filter((key) => !this.#settled.has(key)).length,
      total: this.#places.size + this.#growth.unborn.length,
      secondsLeft: this.timeLeft.seconds(),
    };
  }
}
