/**
 * Takes jobs from a server and has a queue of this machine do them.
 *
 * It says every few seconds that it is there. What it has when it is asked to leave is asked to end in order; what then ended before it was done,
 * and what has not begun, is given back to the server for another worker, and nobody else hears of it. Jobs that need what this machine lacks are
 * left to others; what proves to be lacking while a job is done is given back too.
 */
import { randomUUID } from "node:crypto";
import { LabError } from "../../core/errors.ts";
import { lackOfProcessor, processorOf } from "../processor-need.ts";
import type { JobQueue, JobReport } from "../queue.ts";
import { Repeatedly } from "../repeatedly.ts";
import { Seldom } from "../seldom.ts";
import type { Beside } from "./beside.ts";
import { type Held, type HostedKind, heldOf } from "./held-job.ts";
import { HostWords } from "./host-words.ts";
import type { JobServer } from "./job-server.ts";
import { KnownNeeds } from "./known-needs.ts";
import { sayLack, waitingQueues } from "./needs.ts";
import { unpacked } from "./packed.ts";
import { channels, type QueueFor, queueFor, type SharedReport } from "./reports.ts";
import { tellEverySeconds, wordEverySeconds } from "./tables.ts";
import { wakeIdle } from "./wake-idle.ts";
import {
  giveBackJob,
  jobsGiven,
  type OutgoingReport,
  putReports,
  sayWord,
  sayWorker,
  type TakenRow,
  takeJobs,
  type WorkerFacts,
} from "./worker-statements.ts";

/** What a host is. */
export interface WorkerHostOptions extends QueueFor {
  /** Kind of the machine's processor. */
  readonly processor: string;
  /** Jobs at a time. */
  readonly slots: number;
  /** By their names. */
  readonly kinds: ReadonlyMap<string, HostedKind>;
  /** Sees to it that the machine has what jobs need. Null: it has it; else why not, in a sentence. Where absent, it has everything. */
  readonly provide?: (need: string) => Promise<string | null>;
  /** Told what is taken, done and given back, in sentences. */
  readonly onWord?: (sentence: string) => void;
  /** Told whenever the server has heard that the worker is there. */
  readonly onHeard?: () => void;
  readonly beside?: Beside;
}

/** See above. */
export class WorkerHost {
  readonly #server: JobServer;
  readonly #queue: JobQueue;
  readonly #options: WorkerHostOptions;
  readonly #worker: WorkerFacts;
  readonly #held = new Map<string, Held>();
  readonly #outgoing: (OutgoingReport & { readonly held: Held })[] = [];
  readonly #words: HostWords;
  readonly #needs: KnownNeeds;
  readonly #taking: Repeatedly;
  readonly #telling: Repeatedly;
  readonly #tellingEvents = new Seldom(tellEverySeconds, () => this.#telling.ask());
  readonly #looking: Repeatedly;
  #saying: Promise<void> = Promise.resolve();
  #leaving = false;
  #settled: () => void = () => {};
  #fail: (error: unknown) => void = () => {};

  /** `queue` does the jobs; it has as many workers as there are slots. */
  constructor(server: JobServer, queue: JobQueue, options: WorkerHostOptions) {
    this.#server = server;
    this.#queue = queue;
    this.#options = options;
    this.#words = new HostWords(options.onWord);
    const { version, device, processor, slots, provide } = options;
    this.#worker = { id: randomUUID(), version, device, processor, slots };
    const failed = (error: unknown): void => this.#fail(error);
    const onKnown = (need: string, sentence: string | null): void => {
      this.#saying = this.#saying.then(() => this.#known(need, sentence));
    };
    const provideHere = async (need: string) =>
      processorOf([need]) === null ? ((await provide?.(need)) ?? null) : lackOfProcessor(need, processor);
    this.#needs = new KnownNeeds({ provide: provideHere, onKnown, onFault: failed });
    this.#taking = new Repeatedly(() => this.#take(), failed);
    this.#telling = new Repeatedly(() => this.#tellAll(), failed);
    this.#looking = new Repeatedly(() => this.#look(), failed);
  }

  /** Jobs that it has. */
  get holding(): number {
    return this.#held.size;
  }

  /** Takes and does jobs until `leave`, then ends what it has and gives back the rest. Errors: `other-version`; what no waiting for the server mends. */
  async run(leave: AbortSignal): Promise<void> {
    await this.#begin();
    this.#options.beside?.begin(this.#worker, (error) => this.#fail(error));
    const stops = [
      this.#server.listen(channels.taker(this.#worker.id), () => this.#taking.ask()),
      this.#server.listen(channels.worker(this.#worker.id), () => this.#looking.ask(), this.#worker.id),
    ];
    const words = setInterval(() => {
      this.#looking.ask();
      this.#taking.ask(); // a word may have been lost with the connection
    }, wordEverySeconds * 1000);
    try {
      await new Promise<void>((resolve, reject) => {
        this.#fail = reject;
        if (leave.aborted) resolve();
        else leave.addEventListener("abort", () => resolve(), { once: true });
      });
      await this.#leave();
    } finally {
      clearInterval(words);
      this.#tellingEvents.end();
      this.#needs.close();
      await Promise.all(stops.map((stop) => stop()));
      for (const working of [this.#taking, this.#telling, this.#looking]) await working.end();
      await this.#saying;
    }
    await this.#server.transact(({ rows }) => rows("DELETE FROM job_worker WHERE id = $1", [this.#worker.id]));
  }

  async #begin(): Promise<void> {
    const { version } = this.#worker;
    const others = await this.#server.transact((transaction) => sayWorker(this.#server, transaction, this.#worker));
    const [other] = others.filter((owner) => owner.version !== version);
    if (other === undefined || others.some((owner) => owner.version === version)) {
      this.#options.onHeard?.();
      return;
    }
    await this.#server.transact(({ rows }) => rows("DELETE FROM job_worker WHERE id = $1", [this.#worker.id]));
    throw new LabError(
      "other-version",
      `${other.name} is run by lionlab ${other.version}, and this worker is of ${version}, which may compute other numbers: install ${other.version} here.`,
      { expected: other.version, found: version },
    );
  }

  async #leave(): Promise<void> {
    this.#leaving = true;
    await this.#taking.end();
    await this.#server.transact(({ rows }) =>
      rows("UPDATE job_worker SET leaving = true WHERE id = $1", [this.#worker.id]),
    );
    await this.#options.beside?.leave();
    for (const held of [...this.#held.values()].reverse()) {
      held.leaving = true;
      held.job.stop();
    }
    while (this.#held.size > 0)
      await new Promise<void>((resolve, reject) => {
        this.#settled = resolve;
        this.#fail = reject;
      });
  }

  async #take(): Promise<void> {
    for (;;) {
      const free = this.#leaving ? 0 : this.#free();
      if (free === 0) return;
      const taken = await this.#server.transact(async (transaction) => {
        const worker = this.#worker;
        const given = await jobsGiven(transaction, { worker, known: [...this.#held.keys()] });
        if (given.length > 0) return given;
        const waiting = await waitingQueues(transaction, queueFor(worker));
        const queues = waiting.filter(({ needs }) => this.#needs.areMet(needs));
        return takeJobs(this.#server, transaction, { worker, queues, most: free });
      });
      for (const row of taken) this.#begun(row);
      if (taken.length === 0) return;
    }
  }

  /** It is known now whether this machine has what some jobs need. */
  async #known(need: string, sentence: string | null): Promise<void> {
    if (sentence !== null) this.#options.onWord?.(`leaves jobs to others: ${sentence}`);
    try {
      await this.#server.transact((transaction) => sayLack(transaction, { worker: this.#worker.id, need, sentence }));
    } catch (error) {
      this.#fail(error);
    }
    this.#taking.ask();
  }

  /** Jobs that could be taken now: of hasty kinds, some wait at each worker. */
  #free(): number {
    const aheads = [...this.#held.values()].map(({ ahead }) => ahead);
    return this.#queue.free({ ahead: Math.min(...(aheads.length === 0 ? [0] : aheads)) });
  }

  #begun(row: TakenRow): void {
    const hosted = this.#options.kinds.get(row.kind);
    const order = unpacked(row.body);
    const held = heldOf(row, { hosted, order });
    this.#held.set(row.job, held);
    this.#words.taken(row, hosted?.kind.ahead ?? 0);
    if (hosted === undefined) {
      const sentence = `This worker knows no job of the kind "${row.kind}".`;
      this.#tell(held, { kind: "refused", code: "unknown-job", sentence });
      return;
    }
    held.job = this.#queue.start(hosted.kind, hosted.here?.(order) ?? order, (report) => this.#heard(held, report));
    if (row.stopping) held.job.stop();
  }

  #heard(held: Held, report: JobReport<unknown, unknown>): void {
    if (report.kind === "broken") {
      this.#fail(report.error);
      return;
    }
    const missed = report.kind === "refused" ? (held.hosted.missed?.(report.code, held.order) ?? null) : null;
    if (missed !== null && report.kind === "refused") this.#needs.miss(missed, report.sentence);
    const isPartial = report.kind === "done" && held.leaving && !held.stopping && held.hosted.isPartial(report.result);
    if (isPartial || missed !== null || (held.leaving && report.kind === "lost")) void this.#giveBack(held);
    else this.#tell(held, report);
  }

  #tell(held: Held, report: SharedReport): void {
    if (held.ended) return;
    held.ended = report.kind !== "event";
    this.#outgoing.push({ held, seq: ++held.seq, report });
    if (report.kind === "event") this.#tellingEvents.wish();
    else {
      this.#telling.ask();
      this.#taking.ask();
    }
  }

  async #tellAll(): Promise<void> {
    const reports = this.#outgoing.slice(0, 1000);
    if (reports.length === 0) return;
    const told = { worker: this.#worker, reports };
    await this.#tellingEvents.do(() => this.#server.transact((put) => putReports(this.#server, put, told)));
    this.#outgoing.splice(0, reports.length);
    for (const { held } of reports)
      if (held.ended && !this.#outgoing.some((each) => each.held === held)) this.#forget(held);
    if (this.#outgoing.some(({ report }) => report.kind !== "event")) this.#telling.ask();
    else if (this.#outgoing.length > 0) this.#tellingEvents.wish();
  }

  async #giveBack(held: Held): Promise<void> {
    held.returning = true;
    this.#telling.ask();
    try {
      while (this.#outgoing.some((each) => each.held === held)) await new Promise((resolve) => setTimeout(resolve, 10));
      const given = await this.#server.transact((transaction) =>
        giveBackJob(this.#server, transaction, { worker: this.#worker, job: held.id }),
      );
      if (!given) {
        this.#tell(held, { kind: "released" });
        return;
      }
      const wakes = { ...this.#worker, jobs: 1, ahead: held.ahead, needs: held.hosted.kind.needs?.(held.order) ?? [] };
      await this.#server.transact((transaction) => wakeIdle(transaction, wakes));
      this.#words.givenBack(held.hosted.kind);
      this.#forget(held);
    } catch (error) {
      this.#fail(error);
    }
  }

  #forget(held: Held): void {
    this.#held.delete(held.id);
    this.#settled();
    this.#taking.ask();
  }

  /** Says that it is there, and looks what is wished of its jobs, and whether their owners still are. */
  async #look(): Promise<void> {
    const held = [...this.#held.values()].filter(({ ended, returning }) => !ended && !returning);
    const wishes = await this.#server.transact((transaction) => sayWord(this.#server, transaction, this.#worker));
    this.#options.onHeard?.();
    this.#options.beside?.look();
    const wished = new Map(wishes.map((wish) => [wish.job, wish]));
    for (const one of held.reverse()) {
      // the last first, so that none begins because the one before it has ended
      const wish = wished.get(one.id);
      if (wish === undefined || wish.attempt !== one.attempt) void this.#drop(one);
      else if (wish.stopping && !one.stopping) {
        one.stopping = true;
        one.job.stop();
      }
    }
  }

  /** Its owner took the job back, or is gone. */
  async #drop(held: Held): Promise<void> {
    if (held.ended || held.returning) return;
    held.ended = true;
    await held.job.cancel();
    this.#outgoing.push({ held, seq: ++held.seq, report: { kind: "released" } });
    this.#telling.ask();
    this.#taking.ask();
  }
}
