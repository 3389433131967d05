import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { asSuperuser, newDatabase, postgres } from "../../../test/postgres/database.ts";
import { describeChanges } from "../changes.conformance.ts";
import { dumpRecords } from "../dump.ts";
import { startEpochThread } from "../epoch-thread.ts";
import { openStorage } from "../open.ts";
import { sampleEpoch, samplePulse, sampleResult, sampleStudy, sampleTrial } from "../samples.ts";
import { Claims, epochsOfPart } from "../sql/epoch-parts.ts";
import { openDatabase } from "../sqlite/engine.ts";
import { describeStorage, type StorageUnderTest } from "../storage.conformance.ts";
import type { Storage } from "../storage.ts";

describe.skipIf(postgres === null)("studies on a PostgreSQL server", () => {
  let database: string | undefined;
  let url = "";
  let count = 0;
  const server: StorageUnderTest = {
    open: async () => {
      database ??= await newDatabase();
      url = `${database}?schema=lab_${++count}`;
      return openStorage(url, { mode: "run" });
    },
    reopen: () => openStorage(url, { mode: "run" }),
  };
  describeStorage("a PostgreSQL server", server);
  describeChanges("a PostgreSQL server", server);

  test("records are those of a file, byte for byte", async () => {
    const folder = mkdtempSync(join(tmpdir(), "lionlab-same-"));
    const address = await newDatabase();
    const stores = [
      await openStorage(join(folder, "study.sqlite"), { mode: "run" }),
      await openStorage(address, { mode: "run" }),
    ];
    for (const store of stores) await fill(store);
    const [file, served] = await Promise.all(stores.map(dumpRecords));
    expect(served).toBe(file);
    for (const store of stores) await store.close();
    rmSync(folder, { recursive: true });
  });

  test("a second thread reads epochs of the moment that the first one sees", async () => {
    const address = await newDatabase();
    const storage = await openStorage(address, { mode: "run" });
    await fill(storage);
    const { cursor } = await storage.changesSince("sample", null);
    const entry = new URL("../../../dist/records/epoch-thread-worker.js", import.meta.url);
    for (const revision of [cursor.revision, cursor.revision + 1]) {
      const thread = await startEpochThread(address, entry);
      thread!.begin({ study: "sample", cursor: { ...cursor, revision }, claims: new Claims().buffer });
      const part = await thread!.awaited(0);
      const epochs = part === null ? null : epochsOfPart(part).map(({ length }) => length);
      const trials = await storage.loadTrials("sample");
      expect(epochs).toEqual(revision === cursor.revision ? trials.map((trial) => trial.epochs.length) : null);
      await thread!.close();
    }
    await storage.close();
  });

  test("what is not there is not read, and reading makes nothing", async () => {
    const address = await newDatabase();
    await expect(openStorage(address, { mode: "read" })).rejects.toMatchObject({ code: "no-study" });
    const tables = "SELECT count(*) AS count FROM information_schema.schemata WHERE schema_name = 'lionlab'";
    expect(await asSuperuser(tables, address)).toEqual([{ count: "0" }]);
  });

  test("its tables have the columns of a file's", async () => {
    const folder = mkdtempSync(join(tmpdir(), "lionlab-columns-"));
    const address = await newDatabase();
    const path = join(folder, "study.sqlite");
    for (const target of [path, address]) await (await openStorage(target, { mode: "run" })).close();
    const served = await asSuperuser(
      `SELECT table_name AS "table", column_name AS "column" FROM information_schema.columns
        WHERE table_schema = 'lionlab' AND table_name NOT IN ('store_version', 'writer')`,
      address,
    );
    const database = await openDatabase(path, { readOnly: true });
    const columns = `SELECT m.name AS "table", c.name AS "column" FROM sqlite_master m, pragma_table_info(m.name) c
      WHERE m.type = 'table' AND m.name <> 'sqlite_sequence'`;
    const named = (rows: readonly object[]): readonly string[] =>
      rows.map((row) => Object.values(row).join(".")).sort();
    expect(named(served)).toEqual(named(database.prepare(columns).all() as object[]));
    database.close();
    rmSync(folder, { recursive: true });
  });
});

/** A study with trials of every state, and numbers that are hard to keep. */
async function fill(store: Storage): Promise<void> {
  const trials = [0.3, 0.1, 0.2, 1e-9].map((rate) => sampleTrial(rate));
  const [first, second, third] = trials as [(typeof trials)[0], (typeof trials)[0], (typeof trials)[0]];
  await store.putStudy(sampleStudy(trials), trials);
  await store.putPulse("sample", samplePulse("a"));
  for (const epoch of [1, 2]) {
    const { record, timing } = sampleEpoch(epoch);
    const hard = { ...record, trainLoss: 0.1 + 0.2, validationLoss: Number.NaN, trainAccuracy: 1e-9, lr: 1 / 3 };
    await store.startTrial(first.key);
    await store.appendEpoch(first.key, { record: hard, timing });
  }
  await store.finishTrial(first.key, sampleResult(2));
  await store.startTrial(second.key);
  await store.appendEpoch(second.key, sampleEpoch(1));
  await store.failTrial(third.key, "It broke: “ü” 🦁.");
}
