import pg from "pg";
import { describe, expect, test } from "vitest";
import { asSuperuser, newDatabase, postgres } from "../../../test/postgres/database.ts";
import { postgresAddress } from "../../records/postgres/address.ts";
import { lockKey } from "../../records/postgres/run-lock.ts";
import { JobServer, type JobTransaction } from "./job-server.ts";

describe.skipIf(postgres === null)("workers that are started together on a new server", () => {
  test("make its tables once", async () => {
    const url = await newDatabase();
    const servers = await Promise.all(Array.from({ length: 8 }, () => JobServer.open(postgresAddress(url))));
    await Promise.all(servers.map((server) => server.needQueue("one")));
    expect(await asSuperuser("SELECT name FROM lionlab_jobs.queue", url)).toEqual([{ name: "one" }]);
    await Promise.all(servers.map((server) => server.close()));
  });

  test("take turns in making those of pg-boss, which fails where two do so in one moment", async () => {
    const url = await newDatabase();
    const other = new pg.Client({ connectionString: url });
    await other.connect();
    await other.query(`SELECT pg_advisory_lock(${lockKey(postgresAddress(url), "queues")})`);
    const opening = JobServer.open(postgresAddress(url));
    const waiting = `SELECT count(*)::int AS waiting FROM pg_locks
      WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
    await expect.poll(() => asSuperuser(waiting, url), { timeout: 60_000 }).toEqual([{ waiting: 1 }]);
    expect(await asSuperuser("SELECT 1 FROM pg_namespace WHERE nspname = 'lionlab_jobs'", url)).toEqual([]);
    await other.end();
    await (await opening).close();
  });
});

describe.skipIf(postgres === null)("a transaction", () => {
  test("is refused inside another one of the same server, which is rolled back; those beside it take turns", async () => {
    const url = await newDatabase();
    const [server, other] = [await JobServer.open(postgresAddress(url)), await JobServer.open(postgresAddress(url))];
    const runs = () => asSuperuser("SELECT name FROM lionlab.job_run ORDER BY name", url);
    const put =
      (name: string) =>
      ({ rows }: Pick<JobTransaction, "rows">) =>
        rows("INSERT INTO job_run (kind, name) VALUES ('study', $1)", [name]);
    const within = (work: () => unknown) =>
      server.transact(async (transaction) => {
        await put("outer")(transaction);
        await work();
      });
    const refused = /^internal: .* inside a transaction of the same server/;
    await expect(within(() => server.transact(put("inner")))).rejects.toThrow(refused);
    await expect(within(() => server.needQueue("one"))).rejects.toThrow(refused);
    await expect(within(() => server.listen("word", () => {}))).rejects.toThrow(refused);
    await expect(within(() => server.close())).rejects.toThrow(refused);
    expect(await runs()).toEqual([]);
    let late: Promise<unknown> | null = null;
    let end = (): void => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    await within(async () => {
      await other.transact(put("another")); // has a connection of its own
      late = ended.then(() => server.transact(put("late"))); // begun within, asked for afterwards
    });
    end();
    await Promise.all([late, server.transact(put("beside"))]);
    expect(await runs()).toEqual(["another", "beside", "late", "outer"].map((name) => ({ name })));
    await Promise.all([server.close(), other.close()]);
  });
});
