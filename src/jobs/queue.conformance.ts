/**
 * Holds a queue of jobs to the laws of `queue.ts`.
 *
 * The jobs are those of `test/jobs/tiny-job.mjs`. Tests wait for reports; a law that says "never" is tested by what comes
 * after the moment at which it would have been broken.
 */
import { afterEach, describe, expect, test } from "vitest";
import type { Job, JobKind, JobQueue, JobReport } from "./queue.ts";

/** What a tiny job is told to do, and with what. */
export interface TinyOrder {
  readonly do: string;
  readonly value?: unknown;
}

/** A kind of tiny jobs. */
export type TinyKind = JobKind<TinyOrder, unknown, unknown>;

/** What the suite needs to know of a queue. */
export interface QueueUnderTest {
  open(workers: number): JobQueue;
  /** URL of the tiny jobs. */
  readonly module: string;
  /** Whether the worker that called itself by this number still runs. */
  isAlive(worker: number): boolean;
}

/** A job, what was reported of it so far, and its last report. */
interface Followed extends Job {
  readonly reports: readonly JobReport<unknown, unknown>[];
  readonly last: Promise<JobReport<unknown, unknown>>;
  /** Resolves with the first event. */
  readonly begun: Promise<unknown>;
}

/** Starts a job and keeps what is reported of it. */
export function follow(queue: JobQueue, kind: TinyKind, order: TinyOrder): Followed {
  const reports: JobReport<unknown, unknown>[] = [];
  let begin: (event: unknown) => void = () => {};
  let end: (report: JobReport<unknown, unknown>) => void = () => {};
  const begun = new Promise((resolve) => {
    begin = resolve;
  });
  const last = new Promise<JobReport<unknown, unknown>>((resolve) => {
    end = resolve;
  });
  const job = queue.start(kind, order, (report) => {
    reports.push(report);
    if (report.kind === "event") begin(report.event);
    else end(report);
  });
  return { ...job, reports, last, begun };
}

/** The tests. */
export function describeQueue(name: string, { open, module, isAlive }: QueueUnderTest): void {
  const patient: TinyKind = { name: "tiny job", module, ahead: 0 };
  const hasty: TinyKind = { ...patient, ahead: 1 };
  const opened: JobQueue[] = [];
  const queueOf = (workers: number): JobQueue => {
    const queue = open(workers);
    opened.push(queue);
    return queue;
  };
  afterEach(async () => {
    for (const queue of opened.splice(0)) await queue.close();
  });
  const resultOf = async ({ last }: Followed): Promise<unknown> => {
    const report = await last;
    return report.kind === "done" ? report.result : report;
  };
  const echo = (value: unknown): TinyOrder => ({ do: "echo", value });

  describe(name, () => {
    test("gives back what jobs return, whatever the number of workers and of jobs that wait at them", async () => {
      const values = [Number.NaN, -0, Number.POSITIVE_INFINITY, null, "é", { a: [1, 2] }, new Float32Array([1.5, 2.5])];
      for (const workers of [1, 3])
        for (const kind of [patient, hasty]) {
          const queue = queueOf(workers);
          const jobs = values.map((value) => follow(queue, kind, echo(value)));
          expect(await Promise.all(jobs.map(resultOf))).toEqual(values);
          await queue.close();
        }
    });

    test("does thousands of tiny jobs, each once, with some at hand at every worker", async () => {
      const kind = { ...patient, name: "tinier job", ahead: 31 };
      const queue = queueOf(2);
      expect(queue.free(kind)).toBe(64);
      const jobs = Array.from({ length: 4000 }, (_, i) => follow(queue, kind, echo(i)));
      expect(queue.free(kind)).toBe(0);
      expect(await Promise.all(jobs.map(resultOf))).toEqual(jobs.map((_, i) => i));
      expect(jobs.every(({ reports }) => reports.length === 1)).toBe(true);
      expect(queue.free(kind)).toBe(64);
    });

    test("reports the events of a job in order, then its end, then nothing", async () => {
      const queue = queueOf(1);
      const job = follow(queue, patient, { do: "count", value: 5 });
      const late = follow(queue, patient, { do: "speak late", value: 1 });
      expect(await resultOf(late)).toBe(1);
      const events = [0, 1, 2, 3, 4].map((event) => ({ kind: "event", event }));
      expect(job.reports).toMatchObject([...events, { kind: "done", result: 5 }]);
      expect(late.reports).toHaveLength(1);
    });

    test("never calls a listener before `start` has returned", () => {
      const queue = queueOf(1);
      let started = false;
      queue.start(patient, echo(1), () => expect(started).toBe(true));
      started = true;
    });

    test("loses one job with a worker, however it ends, and nothing of what waited there", async () => {
      const ends: readonly (readonly [TinyOrder, RegExp])[] = [
        [{ do: "kill" }, /^The worker of this tiny job ended by SIGKILL\.$/],
        [{ do: "exit", value: 3 }, /^The worker of this tiny job ended with exit code 3: leaving with 3\.$/],
        [{ do: "exit", value: 0 }, /ended with exit code 0: leaving with 0\.$/],
      ];
      for (const [order, sentence] of ends) {
        const queue = queueOf(1);
        const before = follow(queue, hasty, echo("before"));
        const culprit = follow(queue, hasty, order);
        const after = ["after", "later"].map((value) => follow(queue, hasty, echo(value)));
        expect(await culprit.last).toEqual({ kind: "lost", sentence: expect.stringMatching(sentence) });
        expect(await Promise.all([before, ...after].map(resultOf))).toEqual(["before", "after", "later"]);
      }
    });

    test("begins a job that ends its worker once, wherever it stands among those at hand there", async () => {
      const kind = { ...patient, ahead: 7 };
      for (const place of [0, 1, 3]) {
        const queue = queueOf(1);
        const orders = [0, 1, 2, 3].map((i) => (i === place ? { do: "tell and exit", value: i } : echo(i)));
        const jobs = orders.map((order) => follow(queue, kind, order));
        const lasts = await Promise.all(jobs.map(({ last }) => last));
        expect(lasts.map(({ kind: end }) => end)).toEqual([0, 1, 2, 3].map((i) => (i === place ? "lost" : "done")));
        expect(jobs[place]!.reports).toMatchObject([{ kind: "event", event: place }, { kind: "lost" }]);
      }
    });

    test("finds which of the jobs at a worker ends it, and does the others, though it ends without a word", async () => {
      const kind = { ...patient, ahead: 7 };
      for (const culprit of [{ do: "kill" }, { do: "exit", value: 3 }])
        for (const [workers, place] of [
          [1, 0],
          [1, 2],
          [2, 5],
        ] as const) {
          const queue = queueOf(workers);
          const jobs = Array.from({ length: 12 }, (_, i) => follow(queue, kind, i === place ? culprit : echo(i)));
          const lasts = await Promise.all(jobs.map(({ last }) => last));
          expect(lasts.map((last) => (last.kind === "done" ? last.result : last.kind))).toEqual(
            jobs.map((_, i) => (i === place ? "lost" : i)),
          );
          expect(jobs.map(({ reports }) => reports.length)).toEqual(jobs.map(() => 1));
          expect(queue.free(kind)).toBe(8 * workers);
        }
    });

    test("counts an answer that came before its worker ended", async () => {
      const queue = queueOf(1);
      const job = follow(queue, patient, { do: "answer and exit", value: 7 });
      expect(await resultOf(job)).toBe(7);
      expect(await resultOf(follow(queue, patient, echo(8)))).toBe(8);
      expect(job.reports).toHaveLength(1);
    });

    test("replaces the worker of a job that throws, and keeps that of a job that refuses", async () => {
      const queue = queueOf(1);
      const pid = (): Promise<unknown> => resultOf(follow(queue, hasty, { do: "pid" }));
      const first = await pid();
      expect(await follow(queue, hasty, { do: "refuse", value: "There is none." }).last).toEqual({
        kind: "refused",
        code: "no-such-thing",
        sentence: "There is none.",
      });
      expect(await pid()).toBe(first);
      const thrown = follow(queue, hasty, { do: "throw", value: "oh" });
      const second = pid();
      const sentence = expect.stringMatching(/^The tiny job failed by a fault of the laboratory: oh \(at .+\)\.$/);
      expect(await thrown.last).toEqual({ kind: "lost", sentence });
      expect(await second).not.toBe(first);
      const missing: TinyKind = { ...patient, name: "missing job", module: "file:///none.mjs" };
      expect(await follow(queue, missing, echo(1)).last).toMatchObject({ kind: "lost" });
    });

    test("asks a job to end, under way or waiting, and reports what it then returns", async () => {
      const queue = queueOf(1);
      const underWay = follow(queue, hasty, { do: "until stopped" });
      const [atWorker, waiting] = [1, 2].map(() => follow(queue, hasty, { do: "until stopped" }));
      await underWay.begun;
      for (const job of [waiting!, atWorker!, underWay]) job.stop();
      for (const job of [underWay, atWorker!, waiting!]) expect(await resultOf(job)).toBe("stopped");
      expect([atWorker!.reports.length, waiting!.reports.length]).toEqual([1, 1]);
      expect(await resultOf(follow(queue, hasty, echo("next")))).toBe("next");
    });

    test("reports nothing of cancelled jobs, under way, at a worker or waiting, and does the others", async () => {
      const queue = queueOf(1);
      const hanging = follow(queue, hasty, { do: "hang" });
      const others = ["a", "b", "c"].map((value) => follow(queue, hasty, echo(value)));
      const worker = Number(await hanging.begun);
      const behind = others[0]!.cancel();
      await others[1]!.cancel();
      const heard = hanging.reports.length;
      await hanging.cancel();
      expect(isAlive(worker)).toBe(false);
      await behind;
      expect(await resultOf(others[2]!)).toBe("c");
      expect([hanging.reports.length, others[0]!.reports.length, others[1]!.reports.length]).toEqual([heard, 0, 0]);
      await hanging.cancel();
      await others[2]!.cancel();
      expect(queue.free(hasty)).toBe(2);
    });

    test("cancels what waits at a worker without ending what that worker does", async () => {
      const queue = queueOf(1);
      const first = follow(queue, hasty, { do: "until stopped" });
      const second = follow(queue, hasty, echo("second"));
      await first.begun;
      const cancelled = second.cancel();
      const third = follow(queue, hasty, echo("third"));
      first.stop();
      await cancelled;
      expect(await resultOf(first)).toBe("stopped");
      expect(await resultOf(third)).toBe("third");
      expect(second.reports).toEqual([]);
    });

    test("closes at once, whatever workers do, and is silent then", async () => {
      const queue = queueOf(2);
      const jobs = [1, 2].map(() => follow(queue, hasty, { do: "hang" }));
      const waiting = [1, 2, 3].map((value) => follow(queue, hasty, echo(value)));
      const workers = await Promise.all(jobs.map(({ begun }) => begun));
      await queue.close();
      expect(workers.map(Number).filter(isAlive)).toEqual([]);
      expect([...jobs, ...waiting].map(({ reports }) => reports.length)).toEqual([1, 1, 0, 0, 0]);
      expect(() => queue.start(hasty, echo(1), () => {})).toThrow(/no workers are any more/);
    });

    test("says how many jobs could begin now: those of a patient kind at idle workers only", async () => {
      const queue = queueOf(2);
      expect([queue.free(patient), queue.free(hasty)]).toEqual([2, 4]);
      const job = follow(queue, patient, { do: "until stopped" });
      expect([queue.free(patient), queue.free(hasty)]).toEqual([1, 3]);
      job.stop();
      await job.last;
      expect([queue.free(patient), queue.free(hasty)]).toEqual([2, 4]);
    });
  });
}
