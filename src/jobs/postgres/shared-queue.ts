/**
 * A queue of jobs that workers on any machine take from a PostgreSQL server.
 *
 * The owner tells the server what it wants, and is told by it. A worker that was not heard of for a minute takes its jobs with it; what it tells
 * later of a job that has gone on to somebody else is left out, for a report counts only from the attempt that the job is in. When an owner is
 * gone, its workers let its jobs go. A job with needs is done by a worker that has what it needs; where nobody has it, it waits, and that is said.
 */
import { randomUUID } from "node:crypto";
import { InternalError } from "../../core/errors.ts";
import type { Job, JobKind, JobQueue, JobReport } from "../queue.ts";
import { Repeatedly } from "../repeatedly.ts";
import { freeSlots } from "./free-slots.ts";
import { type HeardReport, hearReports } from "./hear-reports.ts";
import type { JobServer } from "./job-server.ts";
import { type UnmetRow, UnmetWords, unmetOf, unmetSentence } from "./needs.ts";
import {
  forgetOwner,
  type Owner,
  ownerLooks,
  putJobs,
  sayOwner,
  sayOwnerAgain,
  stopJobs,
  withdrawJobs,
} from "./owner-statements.ts";
import { type Pending, pendingJob } from "./pending-job.ts";
import { pruneOwners } from "./prune.ts";
import { channels, type QueueFor, queueFor } from "./reports.ts";
import { beginRun, type RunKind } from "./runs.ts";
import { goneAfterSeconds, hearEverySeconds, wordEverySeconds } from "./tables.ts";
import { wakeIdle } from "./wake-idle.ts";

/** How a shared queue is set up. */
export interface SharedQueueOptions extends QueueFor {
  /** What the jobs are for: a study where it is not said. */
  readonly kind?: RunKind;
  readonly name: string;
  /** The worker that coordinates the run, where it was submitted. */
  readonly worker?: string;
  /** Told once that the run was cancelled, by whoever may. */
  readonly onCancelled?: (() => void) | undefined;
  /** Slots of workers that are reckoned with until it is known how many there are; 1 otherwise. */
  readonly slots?: number;
  /** Told, once for each, what jobs wait for that no worker has, in sentences. */
  readonly onWord?: ((sentence: string) => void) | undefined;
}

/** See `queue.ts`. `close` must be called; the server stays open. */
export class SharedQueue implements JobQueue {
  readonly #server: JobServer;
  readonly #owner: Owner;
  readonly #pending = new Map<string, Pending>();
  readonly #sending: Repeatedly;
  readonly #hearing: Repeatedly;
  readonly #looking: Repeatedly;
  readonly #stopping: Repeatedly;
  readonly #toStop = new Set<string>();
  readonly #unmet: UnmetWords;
  readonly #stopListening: () => Promise<void>;
  readonly #words: NodeJS.Timeout;
  readonly #forRoom = new Set<() => void>();
  #onCancelled: (() => void) | undefined;
  readonly #listens: NodeJS.Timeout;
  /** Slots of workers by their kinds of processor. */
  #slots: ReadonlyMap<string, number>;
  #hasBegun = false;
  #hasSent = false;
  #closed = false;

  constructor(server: JobServer, options: SharedQueueOptions) {
    this.#server = server;
    const { kind = "study", name, worker = null, version, device } = options;
    this.#owner = { kind, name, worker, version, device, id: randomUUID() };
    this.#onCancelled = options.onCancelled;
    this.#slots = new Map([["", options.slots ?? 1]]); // until it is known
    this.#unmet = new UnmetWords(options.onWord);
    const broken = (error: unknown): void => this.#break(error);
    this.#sending = new Repeatedly(() => this.#send(), broken);
    this.#hearing = new Repeatedly(() => this.#hear(), broken);
    this.#looking = new Repeatedly(() => this.#look(), broken);
    this.#stopping = new Repeatedly(() => this.#stopAll(), broken);
    this.#stopListening = server.listen(channels.owner(this.#owner.id), () => this.#hearing.ask());
    this.#words = setInterval(() => this.#looking.ask(), wordEverySeconds * 1000);
    this.#listens = setInterval(() => {
      if (this.#pending.size > 0) this.#hearing.ask();
    }, hearEverySeconds * 1000);
    this.#looking.ask();
  }

  /** Resolves when the server knows of this owner: a worker that begins earlier may find owners of other versions alone. */
  async announce(): Promise<void> {
    await this.#server.transact((transaction) => sayOwner(transaction, this.#owner));
  }

  free({ ahead }: Pick<JobKind<unknown, unknown, unknown>, "ahead">): number {
    return freeSlots(this.#pending.values(), { slots: this.#slots, ahead });
  }

  onRoom(wake: () => void): () => void {
    this.#forRoom.add(wake);
    return () => void this.#forRoom.delete(wake);
  }

  start<Order, Event, Result>(
    kind: JobKind<Order, Event, Result>,
    order: Order,
    listener: (report: JobReport<Event, Result>) => void,
  ): Job {
    if (this.#closed) throw new InternalError(`a ${kind.name} was queued where no workers are any more`);
    const job = pendingJob(kind as JobKind<unknown, unknown, unknown>, order, listener as Pending["listener"]); // as the module of the kind promises
    this.#pending.set(job.id, job);
    this.#sending.ask();
    return { stop: () => this.#stop(job), cancel: () => this.#cancel(job) };
  }

  /** Nothing works any more, by a fault that is told of every job. */
  breakOff(error: Error): void {
    for (const job of [...this.#pending.values()]) this.#tell(job, { kind: "broken", error });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#words);
    await this.#sending.end();
    await this.#stopping.end();
    const jobs = [...this.#pending.values()].filter(({ sent }) => sent);
    const held = await this.#withdraw(jobs);
    const released = jobs.filter(({ id }) => held.has(id)).map((job) => this.#untilReleased(job));
    for (const job of jobs) if (!held.has(job.id)) this.#pending.delete(job.id);
    this.#hearing.ask();
    await Promise.race([Promise.all(released), this.#untilGone(held)]);
    clearInterval(this.#listens);
    await this.#hearing.end();
    await this.#looking.end();
    await this.#stopListening();
    await this.#server.transact((transaction) => forgetOwner(transaction, this.#owner));
  }

  async #send(): Promise<void> {
    const jobs = [...this.#pending.values()].filter(({ sent }) => !sent);
    if (jobs.length === 0) return;
    for (const queue of new Set(jobs.map(({ needs }) => queueFor(this.#owner, needs))))
      await this.#server.needQueue(queue);
    await this.#server.transact(async (transaction) => {
      if (!this.#hasSent) await pruneOwners(this.#server, transaction, this.#owner); // who queues jobs has the right to run
      await putJobs(this.#server, transaction, this.#owner, jobs);
    });
    this.#hasSent = true;
    const ahead = Math.max(...jobs.map(({ kind }) => kind.ahead));
    const needs = jobs.flatMap((job) => job.needs);
    const wakes = { ...this.#owner, jobs: jobs.length, ahead, needs };
    await this.#server.transact((transaction) => wakeIdle(transaction, wakes));
    for (const job of jobs) {
      job.sent = true;
      if (job.stopped) this.#stop(job); // it was asked meanwhile
      if (job.released !== null) void this.#takeBack(job);
    }
  }

  async #hear(): Promise<void> {
    await hearReports(this.#server, this.#owner, ({ job, ...told }) => this.#take(job, told));
  }

  /** Of each attempt, reports come in order, and again where the server's answer to their removal was lost. */
  #take(id: string, { attempt, seq, report }: Omit<HeardReport, "job">): void {
    const job = this.#pending.get(id);
    if (job === undefined) return;
    if (report.kind === "released") {
      const sentence = `The worker of this ${job.kind.name} let it go, for nothing was heard from here.`; // this machine was asleep, or cut off
      if (job.released !== null) this.#release(job);
      else if (attempt >= job.attempt) this.#tell(job, { kind: "lost", sentence });
      return;
    }
    if (attempt < job.attempt || (attempt === job.attempt && seq <= job.seq)) return;
    [job.attempt, job.seq] = [attempt, seq];
    this.#tell(job, report);
  }

  #tell(job: Pending, report: JobReport<unknown, unknown>): void {
    if (report.kind !== "event") this.#pending.delete(job.id);
    if (job.released === null && !this.#closed) job.listener(report);
    else if (report.kind !== "event") job.released?.();
  }

  #release(job: Pending): void {
    this.#pending.delete(job.id);
    job.released?.();
  }

  #stop(job: Pending): void {
    job.stopped = true;
    if (!job.sent || !this.#pending.has(job.id)) return;
    this.#toStop.add(job.id);
    this.#stopping.ask();
  }

  /** What is asked to end in one moment is told in one, so that none of them begins because another has ended. */
  async #stopAll(): Promise<void> {
    const ids = [...this.#toStop];
    await this.#server.transact((transaction) => stopJobs(transaction, ids));
    for (const id of ids) this.#toStop.delete(id);
    this.#looking.ask(); // they may wait for what nobody has
  }

  async #cancel(job: Pending): Promise<void> {
    if (!this.#pending.has(job.id)) return;
    const released = this.#untilReleased(job);
    if (job.sent) await this.#takeBack(job);
    await released;
  }

  #untilReleased(job: Pending): Promise<void> {
    const before = job.released;
    return new Promise((resolve) => {
      job.released = () => {
        before?.();
        resolve();
      };
    });
  }

  async #takeBack(job: Pending): Promise<void> {
    try {
      const held = await this.#withdraw([job]);
      if (!held.has(job.id)) this.#release(job);
    } catch (error) {
      this.#break(error);
    }
  }

  #withdraw(jobs: readonly Pending[]): Promise<ReadonlyMap<string, string>> {
    const ids = jobs.map(({ id }) => id);
    return this.#server.transact((transaction) => withdrawJobs(this.#server, transaction, ids));
  }

  /** Says that it is there, counts the workers, gives up those that are gone, and hears what nobody has. */
  async #look(): Promise<void> {
    const stopped = [...this.#pending.values()].flatMap((job) => (job.stopped ? [job.id] : []));
    const { slots, lost, unmet, waiting, cancelled, isForgotten } = await this.#server.transact(async (transaction) => {
      const known = this.#hasBegun && (await sayOwnerAgain(transaction, this.#owner));
      if (!this.#hasBegun) await beginRun(transaction, this.#owner);
      if (!known) await sayOwner(transaction, this.#owner);
      const seen = await ownerLooks(this.#server, transaction, { owner: this.#owner, stopped });
      return { ...seen, isForgotten: this.#hasBegun && !known };
    });
    this.#hasBegun = true;
    if (isForgotten) this.#loseAll();
    if (cancelled) this.#sayCancelled();
    if (slots.size > 0) this.#slots = slots;
    this.#unmet.hear(unmet);
    for (const id of waiting) void this.#giveUp(id, unmet);
    for (const { job, host } of lost) {
      const pending = this.#pending.get(job);
      if (pending === undefined) continue;
      const who = host === null ? "The worker" : `The worker on ${host}`;
      const sentence = `${who} that had this ${pending.kind.name} ended or cannot be reached.`;
      this.#tell(pending, { kind: "lost", sentence });
    }
    if (this.free({ ahead: 0 }) > 0) for (const wake of this.#forRoom) wake();
  }

  /** A job that is to end waits, for ever if it is for what nobody has. */
  async #giveUp(id: string, unmet: readonly UnmetRow[]): Promise<void> {
    const job = this.#pending.get(id);
    const lacking = unmet.find(({ need }) => job?.needs.includes(need));
    if (job === undefined || lacking === undefined || job.released !== null) return;
    await this.#cancel(job);
    if (!this.#closed) job.listener({ kind: "lost", sentence: unmetSentence(unmetOf(lacking)) });
  }

  /** The server has forgotten this owner: it was away for days, or somebody else runs the run. */
  #loseAll(): void {
    for (const job of [...this.#pending.values()].filter(({ sent }) => sent)) {
      const sentence = `This ${job.kind.name} was taken off the server, for nothing was heard from here for long.`;
      if (job.released !== null) this.#release(job);
      else this.#tell(job, { kind: "lost", sentence });
    }
  }

  #sayCancelled(): void {
    this.#onCancelled?.();
    this.#onCancelled = undefined;
  }

  /** Resolves when none of the workers was heard of for long. */
  async #untilGone(held: ReadonlyMap<string, string>): Promise<void> {
    if (held.size === 0) return;
    await new Promise((resolve) => setTimeout(resolve, goneAfterSeconds * 1000).unref());
  }

  /** What no waiting mends: the server refuses us. */
  #break(error: unknown): void {
    this.breakOff(error instanceof Error ? error : new InternalError(String(error)));
  }
}
