/** What users wish of runs on a server: that their jobs go first, that they end, that they go on. */
import { afterAll, describe, expect, test } from "vitest";
import { JobServer } from "../../src/jobs/postgres/job-server.ts";
import { waitingQueues } from "../../src/jobs/postgres/needs.ts";
import { queueFor } from "../../src/jobs/postgres/reports.ts";
import {
  cancelRun,
  type KnownRun,
  knownRunsQuery,
  prioritiseRun,
  retryRun,
} from "../../src/jobs/postgres/run-wishes.ts";
import { SharedQueue } from "../../src/jobs/postgres/shared-queue.ts";
import { endRun, runsOf, submitRun, takeRun } from "../../src/jobs/postgres/submitted-runs.ts";
import { sayWorker, takeJobs } from "../../src/jobs/postgres/worker-statements.ts";
import { postgresAddress } from "../../src/records/postgres/address.ts";
import { newDatabase, postgres } from "../postgres/database.ts";

const server = postgres === null ? null : await JobServer.open(postgresAddress(await newDatabase()));
afterAll(() => server?.close());

const kind = { name: "tiny job", module: "file:///none.mjs", ahead: 0 };
const worker = {
  id: "00000000-0000-4000-8000-000000000001",
  version: "wishes",
  device: "cpu",
  processor: "p",
  slots: 1,
};
const patient = { timeout: 60_000 };

async function known(name: string): Promise<KnownRun> {
  const runs = await server!.transact(({ rows }) => rows<KnownRun>(knownRunsQuery, []));
  return runs.find((run) => run.name === name)!;
}

async function wish(does: typeof cancelRun, name: string): Promise<void> {
  const run = await known(name);
  await server!.transact((transaction) => does(transaction, run));
}

async function waiting(): Promise<number> {
  return (await server!.transact(({ rows }) => rows("SELECT 1 FROM job_order WHERE worker IS NULL", []))).length;
}

const held: string[] = [];

async function take(most: number): Promise<readonly string[]> {
  const taken = await server!.transact(async (transaction) => {
    const queues = await waitingQueues(transaction, queueFor(worker));
    return takeJobs(server!, transaction, { worker, queues, most });
  });
  held.push(...taken.map(({ job }) => job));
  return taken.map(({ title }) => title);
}

describe.skipIf(server === null)("wishes", () => {
  test("put the jobs of a run before those of others, those that wait and those to come", async () => {
    const [early, late] = ["early", "late"].map(
      (name) => new SharedQueue(server!, { name, version: "wishes", device: "cpu" }),
    ) as [SharedQueue, SharedQueue];
    for (let i = 0; i < 3; i++) early.start(kind, i, () => {});
    await expect.poll(waiting, patient).toBe(3);
    late.start(kind, 0, () => {});
    await expect.poll(waiting, patient).toBe(4);
    expect(await take(1)).toEqual(["early"]);
    await server!.transact((transaction) =>
      prioritiseRun(server!, transaction, { kind: "study", name: "late", priority: 5, version: null }),
    );
    late.start(kind, 1, () => {});
    await expect.poll(waiting, patient).toBe(4);
    expect([await take(2), await take(2)]).toEqual([
      ["late", "late"],
      ["early", "early"],
    ]);
    await server!.transact(({ rows }) => rows("DELETE FROM job_order", []));
    await Promise.all([early, late].map((queue) => queue.close()));
  });

  test("end a run by hand once, and running it again forgets that", async () => {
    let cancelled = 0;
    const run = () =>
      new SharedQueue(server!, { name: "mine", version: "wishes", device: "cpu", onCancelled: () => cancelled++ });
    const first = run();
    await expect.poll(() => known("mine"), patient).toMatchObject({ state: null, cancelled: false });
    await wish(cancelRun, "mine");
    await expect.poll(() => cancelled, patient).toBe(1);
    await first.close();
    const second = run();
    await expect.poll(() => known("mine"), patient).toMatchObject({ cancelled: false, owner: expect.any(String) });
    await second.close();
    expect(cancelled).toBe(1);
  });

  test("let a run go on that was cancelled or failed, and once more one that is coordinated", async () => {
    await server!.transact((transaction) => sayWorker(server!, transaction, worker));
    const submission = { kind: "study", name: "left", version: "wishes", order: 1, priority: null } as const;
    await server!.transact((transaction) => submitRun(transaction, submission));
    const taken = () =>
      server!.transact((transaction) => takeRun(transaction, worker, { known: ["study left"], but: [] }));
    await wish(cancelRun, "left");
    expect(await taken()).toBeNull();
    await wish(retryRun, "left");
    expect(await taken()).toMatchObject({ name: "left", order: 1 });
    await wish(retryRun, "left");
    const end = (state: "complete" | "failed", sentence: string | null) =>
      server!.transact((transaction) => endRun(transaction, worker, { ...submission, state, sentence }));
    await end("complete", null);
    expect(await known("left")).toMatchObject({ state: "open", coordinator: null });
    expect(await taken()).toMatchObject({ name: "left" });
    await end("failed", "The data have changed.");
    expect(await known("left")).toMatchObject({ state: "failed", sentence: "The data have changed." });
    expect(await taken()).toBeNull();
    await wish(retryRun, "left");
    expect(await taken()).toMatchObject({ name: "left" });
    expect(await server!.transact((transaction) => runsOf(transaction, worker))).toMatchObject([
      { name: "left", cancelled: false },
    ]);
  });
});
