/** What the server forgets of workers and owners, and what it keeps. */
import { randomUUID } from "node:crypto";
import { afterAll, describe, expect, test } from "vitest";
import { JobServer } from "../../src/jobs/postgres/job-server.ts";
import { pruneOwners } from "../../src/jobs/postgres/prune.ts";
import { SharedQueue } from "../../src/jobs/postgres/shared-queue.ts";
import { WorkerHost } from "../../src/jobs/postgres/worker-host.ts";
import type { JobQueue, JobReport } from "../../src/jobs/queue.ts";
import { postgresAddress } from "../../src/records/postgres/address.ts";
import { newDatabase, postgres } from "../postgres/database.ts";

const server = postgres === null ? null : await JobServer.open(postgresAddress(await newDatabase()));
afterAll(() => server?.close());

const kind = { name: "tiny job", module: "file:///none.mjs", ahead: 0 };
const patient = { timeout: 60_000 };

/** No job is ever done here. */
const idle: JobQueue = {
  free: () => 0,
  start: () => {
    throw new Error("a job was begun");
  },
  close: async () => {},
};

function startWorker(processor: string) {
  const leaving = new AbortController();
  const host = new WorkerHost(server!, idle, { version: "v", slots: 1, processor, device: "cpu", kinds: new Map() });
  const gone = host.run(leaving.signal);
  return async (): Promise<void> => {
    leaving.abort();
    await gone;
  };
}

function queueFor(name: string): SharedQueue {
  return new SharedQueue(server!, { name, version: "v", device: "cpu" });
}

async function ask<Row>(sql: string): Promise<readonly Row[]> {
  return server!.transact(({ rows }) => rows<Row>(sql, []));
}

async function processors(): Promise<readonly string[]> {
  return (await ask<{ processor: string }>("SELECT processor FROM job_worker ORDER BY processor")).map(
    ({ processor }) => processor,
  );
}

async function ordersOf(name: string): Promise<number> {
  return (await ask(`SELECT 1 FROM job_order WHERE title = '${name}'`)).length;
}

describe.skipIf(server === null)("a server of jobs", () => {
  test("forgets a worker after an hour, which makes itself known again when it is back", async () => {
    const leave = startWorker("asleep");
    await expect.poll(processors, patient).toEqual(["asleep"]);
    await ask(`INSERT INTO job_worker (id, version, host, pid, processor, device, slots, lock, leaving, began_at, seen_at)
      SELECT gen_random_uuid(), 'v', 'host', 1, age, 'cpu', 1, 1, false, now(), now() - age::interval FROM unnest(ARRAY['50 minutes', '70 minutes']) AS age`);
    await ask("UPDATE job_worker SET seen_at = now() - interval '2 hours' WHERE processor = 'asleep'");
    const leaveOther = startWorker("another");
    await expect.poll(processors, patient).toEqual(["50 minutes", "another", "asleep"]);
    await leave();
    await leaveOther();
  });

  test("gives up at once what a worker had that coordinated a run, where another one has it now", async () => {
    const first = new SharedQueue(server!, { name: "handed", version: "v", device: "cpu", worker: randomUUID() });
    first.start(kind, 1, () => {});
    await expect.poll(() => ordersOf("handed"), patient).toBe(1);
    const byHand = queueFor("handed");
    byHand.start(kind, 1, () => {});
    await expect.poll(() => ordersOf("handed"), patient).toBe(2);
    const second = new SharedQueue(server!, { name: "handed", version: "v", device: "cpu", worker: randomUUID() });
    second.start(kind, 1, () => {});
    await expect
      .poll(() => ask("SELECT worker IS NULL AS hand FROM job_owner WHERE name = 'handed' ORDER BY hand"), patient)
      .toHaveLength(2);
    expect(await ordersOf("handed")).toBe(2);
    await Promise.all([first, byHand, second].map((queue) => queue.close()));
  });

  test("keeps what an owner has that sleeps for a night, until somebody else runs its run", async () => {
    const asleep = queueFor("night");
    const reports: JobReport<unknown, unknown>[] = [];
    asleep.start(kind, 1, (report) => reports.push(report));
    await expect.poll(() => ordersOf("night"), patient).toBe(1);
    const owner = { kind: "study", version: "v", device: "cpu", worker: null, id: randomUUID() } as const;
    const left = await server!.transact(async (transaction) => {
      await transaction.rows("UPDATE job_owner SET seen_at = now() - interval '10 hours' WHERE name = 'night'", []);
      const orders = async (): Promise<number> =>
        (await transaction.rows("SELECT 1 FROM job_order WHERE title = 'night'", [])).length;
      await pruneOwners(server!, transaction, { ...owner, name: "other" });
      const before = await orders();
      await pruneOwners(server!, transaction, { ...owner, name: "night" });
      return [before, await orders()];
    });
    expect(left).toEqual([1, 0]);
    const sentence = "This tiny job was taken off the server, for nothing was heard from here for long.";
    await expect.poll(() => reports, patient).toEqual([{ kind: "lost", sentence }]);
    asleep.start(kind, 2, () => {});
    await expect.poll(() => ordersOf("night"), patient).toBe(1);
    await asleep.close();
  });
});
