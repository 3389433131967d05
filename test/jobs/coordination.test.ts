/** Workers that coordinate runs which were submitted, over a real server; what a run does is made up. */
import { afterAll, describe, expect, test } from "vitest";
import { LabError } from "../../src/core/errors.ts";
import { Coordination } from "../../src/jobs/postgres/coordination.ts";
import { JobServer } from "../../src/jobs/postgres/job-server.ts";
import type { RunName } from "../../src/jobs/postgres/runs.ts";
import { type SubmittedRun, submitRun } from "../../src/jobs/postgres/submitted-runs.ts";
import { WorkerHost } from "../../src/jobs/postgres/worker-host.ts";
import type { JobQueue } from "../../src/jobs/queue.ts";
import { onAbort, type Stop } from "../../src/jobs/stop.ts";
import { postgresAddress } from "../../src/records/postgres/address.ts";
import { newDatabase, postgres } from "../postgres/database.ts";

const server = postgres === null ? null : await JobServer.open(postgresAddress(await newDatabase()));
afterAll(() => server?.close());

/** No job is ever done here. */
const idle: JobQueue = {
  free: () => 0,
  start: () => {
    throw new Error("a job was begun");
  },
  close: async () => {},
};

/** A run under way. `end`: what it comes to, or fails with. */
interface Begun {
  readonly run: SubmittedRun;
  readonly stop: Stop;
  end(outcome: "complete" | Error): void;
}

/** A worker: runs end when they are told to, or stopped. */
function startWorker(version: string) {
  const leaving = new AbortController();
  const begun: Begun[] = [];
  const words: string[] = [];
  const coordination = new Coordination(server!, {
    onWord: (word) => words.push(word),
    coordinate: (run, { stop }) =>
      new Promise((resolve, reject) => {
        begun.push({ run, stop, end: (outcome) => (outcome instanceof Error ? reject(outcome) : resolve(outcome)) });
        onAbort(stop.drain, () => resolve("stopped"));
      }),
  });
  const host = new WorkerHost(server!, idle, {
    ...{ version, slots: 1, processor: "a processor", device: "cpu", kinds: new Map(), beside: coordination },
  });
  const gone = host.run(leaving.signal);
  return {
    begun,
    words,
    names: (): readonly string[] => begun.map(({ run }) => run.name),
    leave: async (): Promise<void> => {
      leaving.abort();
      await gone;
    },
  };
}

function submit(version: string, name: string, { priority = 0, order = {} as unknown } = {}) {
  return server!.transact((transaction) => submitRun(transaction, { kind: "study", name, version, order, priority }));
}

async function ask(sql: string, values: readonly unknown[] = []): Promise<void> {
  await server!.transact(({ rows }) => rows(sql, values));
}

async function stateOf({ name }: Pick<RunName, "name">) {
  const sql = "SELECT state, sentence, coordinator FROM job_run WHERE name = $1";
  return (await server!.transact(({ rows }) => rows(sql, [name])))[0];
}

const patient = { timeout: 60_000 };

describe.skipIf(server === null)("runs that were submitted", () => {
  test("are coordinated by one worker, which hands them over when it leaves", async () => {
    await submit("handing", "handed", { order: { limit: Number.NaN } });
    const [first, second] = [startWorker("handing"), startWorker("handing")];
    await expect.poll(() => first.begun.length + second.begun.length, patient).toBe(1);
    const [had, other] = first.begun.length === 1 ? [first, second] : [second, first];
    expect(had.begun[0]!.run.order).toEqual({ limit: Number.NaN });
    await had.leave();
    expect(had.words).toEqual(["handed: coordinates the run", "handed: gave the run back"]);
    await expect.poll(() => other.names(), patient).toEqual(["handed"]);
    other.begun[0]!.end("complete");
    await expect
      .poll(() => stateOf({ name: "handed" }), patient)
      .toMatchObject({ state: "complete", coordinator: null });
    await other.leave();
  });

  test("go on elsewhere where their worker is not heard of, which then stops", async () => {
    await submit("asleep", "left");
    const asleep = startWorker("asleep");
    await expect.poll(() => asleep.names(), patient).toEqual(["left"]);
    let awake = false;
    const other = startWorker("asleep");
    while (!awake) {
      await ask(
        "UPDATE job_worker SET seen_at = now() - interval '2 minutes' WHERE id = (SELECT coordinator FROM job_run WHERE name = 'left')",
      );
      awake = other.begun.length > 0 || asleep.begun[0]!.stop.abort.aborted;
    }
    await expect.poll(() => asleep.begun[0]!.stop.abort.aborted, patient).toBe(true);
    await expect.poll(() => [...asleep.begun, ...other.begun].length, patient).toBeGreaterThan(1);
    await Promise.all([asleep, other].map((worker) => worker.leave()));
  });

  test("go by their priority, also where a worker has all that it takes", async () => {
    for (const name of ["a", "b", "c", "d"]) await submit("orderly", name);
    await submit("orderly", "urgent", { priority: 1 });
    const worker = startWorker("orderly");
    await expect.poll(() => worker.names(), patient).toEqual(["urgent", "a", "b", "c"]);
    await submit("orderly", "more-urgent", { priority: 2 });
    await expect.poll(() => worker.names().slice(4), patient).toEqual(["more-urgent"]);
    expect(worker.begun.map(({ stop }) => stop.drain.aborted)).toEqual([false, true, false, false, false]);
    await worker.leave();
  });

  test("go on once more where they were submitted anew, otherwise, meanwhile", async () => {
    await submit("anew", "grown", { order: { seeds: 1 } });
    const worker = startWorker("anew");
    await expect.poll(() => worker.names(), patient).toEqual(["grown"]);
    expect(await submit("anew", "grown", { order: { seeds: 2 } })).toMatchObject({ workers: 1 });
    worker.begun[0]!.end("complete");
    await expect.poll(() => worker.begun.map(({ run }) => run.order), patient).toEqual([{ seeds: 1 }, { seeds: 2 }]);
    worker.begun[1]!.end("complete");
    await expect.poll(() => stateOf({ name: "grown" }), patient).toMatchObject({ state: "complete" });
    await worker.leave();
  });

  test("fail with what they were refused for, and wait where somebody else runs them", async () => {
    await submit("refused", "wrong");
    await submit("refused", "busy");
    const worker = startWorker("refused");
    await expect.poll(() => worker.names(), patient).toEqual(["wrong", "busy"]);
    const [wrong, busy] = worker.begun as [Begun, Begun];
    wrong.end(new LabError("data-changed", "The data have changed."));
    busy.end(new LabError("already-running", "Somebody runs it."));
    await expect
      .poll(() => stateOf({ name: "wrong" }), patient)
      .toEqual({ state: "failed", sentence: "The data have changed.", coordinator: null });
    await expect.poll(() => stateOf({ name: "busy" }), patient).toMatchObject({ state: "open", coordinator: null });
    expect(worker.words).toContain("busy: is run elsewhere. Somebody runs it.");
    await worker.leave();
  });

  test("are given up where they bring down one worker after another", async () => {
    await submit("deadly", "deadly");
    const lost = "00000000-0000-4000-8000-000000000000";
    await ask("UPDATE job_run SET coordinator = $1, losses = 4 WHERE name = 'deadly'", [lost]);
    const worker = startWorker("deadly");
    await expect
      .poll(() => stateOf({ name: "deadly" }), patient)
      .toMatchObject({ state: "failed", sentence: expect.stringContaining("ended 5 times in a row") });
    expect(worker.begun).toEqual([]);
    await worker.leave();
  });

  test("are left alone by workers of another version, which say so", async () => {
    await submit("2.0.0", "newer");
    await expect(startWorker("1.0.0").leave()).rejects.toThrow(
      /^newer is run by lionlab 2\.0\.0, and this worker is of 1\.0\.0/,
    );
  });
});
