import pg from "pg";
import { describe, expect, test } from "vitest";
import { asSuperuser, newDatabase, postgres } from "../../../test/postgres/database.ts";
import { postgresAddress } from "../../records/postgres/address.ts";
import { lockKey } from "../../records/postgres/run-lock.ts";
import { JobServer } from "./job-server.ts";

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
