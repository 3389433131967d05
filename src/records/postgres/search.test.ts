import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { asSuperuser, newDatabase, postgres } from "../../../test/postgres/database.ts";
import { dumpDiscoveries } from "../search-dump.ts";
import { openSearchStorage } from "../search-open.ts";
import {
  sampleBatch,
  sampleDiscovery,
  sampleDiscoveryPulse,
  sampleFunnelEntry,
  sampleLargeBatch,
  sampleSearch,
  sampleStep,
  sampleTuning,
} from "../search-samples.ts";
import { describeSearchStorage } from "../search-storage.conformance.ts";
import type { SearchStorage } from "../search-storage.ts";
import { openDatabase } from "../sqlite/engine.ts";

describe.skipIf(postgres === null)("discoveries on a PostgreSQL server", () => {
  let database: string | undefined;
  let url = "";
  let count = 0;
  describeSearchStorage("a PostgreSQL server", {
    open: async () => {
      database ??= await newDatabase();
      url = `${database}?schema=lab_${++count}`;
      return openSearchStorage(url, { mode: "run" });
    },
    reopen: () => openSearchStorage(url, { mode: "run" }),
  });

  test("records are those of a file, byte for byte", async () => {
    const folder = mkdtempSync(join(tmpdir(), "lionlab-same-"));
    const targets = [join(folder, "discovery.sqlite"), await newDatabase()];
    const dumps: string[] = [];
    for (const target of targets) {
      const store = await openSearchStorage(target, { mode: "run" });
      await fill(store);
      dumps.push(await dumpDiscoveries(store));
      await store.close();
    }
    expect(dumps[1]).toBe(dumps[0]);
    rmSync(folder, { recursive: true });
  });

  test("5,000 children, 500 of them evaluated, are written and read; a second writer goes on where the first ended", async () => {
    const address = await newDatabase();
    const search = sampleSearch();
    const [one, two] = [
      await openSearchStorage(address, { mode: "run" }),
      await openSearchStorage(address, { mode: "run" }),
    ];
    await one.putDiscovery(sampleDiscovery([search]), [search]);
    for (let from = 0; from < 5_000; from += 500)
      await (from % 1000 === 0 ? one : two).appendBatch(search.key, sampleLargeBatch(from, from + 500));
    expect(await two.children(search.key)).toEqual(sampleLargeBatch(0, 5_000).children);
    expect(await one.evaluations(search.key)).toHaveLength(500);
    await one.close();
    await two.close();
  });

  test("what is not there is not read, and a study and a discovery of one name tell each of itself", async () => {
    const address = await newDatabase();
    await expect(openSearchStorage(address, { mode: "read" })).rejects.toMatchObject({ code: "no-discovery" });
    const store = await openSearchStorage(address, { mode: "run" });
    await store.putPulse("sample", sampleDiscoveryPulse());
    await store.close();
    const tables =
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'lionlab' AND tablename LIKE '%progress'";
    expect(await asSuperuser(tables, address)).toEqual([{ name: "discovery_progress" }]);
  });

  test("its tables have the columns of a file's", async () => {
    const folder = mkdtempSync(join(tmpdir(), "lionlab-columns-"));
    const address = await newDatabase();
    const path = join(folder, "discovery.sqlite");
    for (const target of [path, address]) await (await openSearchStorage(target, { mode: "run" })).close();
    const served = await asSuperuser(
      `SELECT replace(table_name, 'discovery_progress', 'progress') || '.' || column_name AS name FROM information_schema.columns
        WHERE table_schema = 'lionlab' AND table_name NOT IN ('store_version', 'writer')`,
      address,
    );
    const database = await openDatabase(path, { readOnly: true });
    const columns = `SELECT m.name || '.' || c.name AS name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'`;
    const sorted = (rows: readonly unknown[]): readonly unknown[] =>
      rows.map((row) => (row as { name: string }).name).sort();
    expect(sorted(served)).toEqual(sorted(database.prepare(columns).all()));
    database.close();
    rmSync(folder, { recursive: true });
  });
});

/** A discovery with an archive and records of every phase. */
async function fill(store: SearchStorage): Promise<void> {
  const searches = [sampleSearch(0), sampleSearch(1)];
  await store.putDiscovery(sampleDiscovery(searches), searches);
  for (const [from, end] of [
    [0, 10],
    [10, 31],
    [25, 40],
  ] as const)
    await store.appendBatch(searches[0]!.key, sampleBatch(from, end));
  await store.endSearch(searches[0]!.key);
  await store.beginPhases("sample", "40 children");
  await store.putTuning("sample", sampleTuning());
  await store.putFunnelEntry("sample", sampleFunnelEntry());
  await store.putSimplification("sample", [sampleStep(0), sampleStep(1)]);
}
