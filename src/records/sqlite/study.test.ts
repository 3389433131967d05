import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { describeChanges } from "../changes.conformance.ts";
import { openStorage } from "../open.ts";
import { sampleResult, sampleStudy, sampleTrial } from "../samples.ts";
import { describeStorage, type StorageUnderTest } from "../storage.conformance.ts";
import { guarded, openDatabase, statementsOf, transact } from "./engine.ts";
import { prepareFile } from "./file.ts";
import { studyFile } from "./schema.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-records-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
const files: StorageUnderTest = {
  open: () => openStorage(join(folder, `${++count}`, "study.sqlite"), { mode: "run" }),
  reopen: () => openStorage(join(folder, `${count}`, "study.sqlite"), { mode: "run" }),
};
describeStorage("a SQLite file", files);
describeChanges("a SQLite file", files);

test("a full disk is one sentence, and the call did not happen", async () => {
  const path = join(folder, "full.sqlite");
  const database = await openDatabase(path);
  prepareFile(database, { kind: studyFile, location: path, create: true });
  database.exec("PRAGMA max_page_count = 20");
  const insert = database.prepare("INSERT INTO study (name, config, command) VALUES (?, ?, '')");
  const fill = () =>
    transact(database, () => {
      for (let i = 0; i < 100; i++) insert.run(`${i}`, "x".repeat(2000));
    });
  expect(() => guarded(path, fill)).toThrow(expect.objectContaining({ code: "disk-full" }));
  expect(database.prepare("SELECT * FROM study").all()).toEqual([]);
  database.close();
});

test("ten thousand trials: planned, listed and planned again within a second each", async () => {
  const storage = await openStorage(join(folder, "many.sqlite"), { mode: "run" });
  const program = "m = lerp(g, m, beta1)\n".repeat(20);
  const trials = Array.from({ length: 10_000 }, (_, i) => {
    const { config } = sampleTrial(1 + i);
    return sampleTrial(1 + i, { optimizer: { ...config.optimizer, program } });
  });
  // Seconds of processor time, for other tests run at the same time.
  const seconds = async (work: () => Promise<unknown>) => {
    const start = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1e6;
  };
  const study = sampleStudy(trials);
  const times = {
    plan: await seconds(() => storage.putStudy(study, trials)),
    list: await seconds(() => storage.listTrials("sample")),
    again: await seconds(() => storage.putStudy(study, trials)),
    finish: await seconds(() => storage.finishTrial(study.trialKeys[0]!, { ...sampleResult(0), bestEpoch: null })),
  };
  expect(Math.max(...Object.values(times)), JSON.stringify(times)).toBeLessThan(1);
  await storage.close();
});

test("rows are those that the engine gives, also where two columns share a name or a statement gives none", async () => {
  const database = await openDatabase(":memory:");
  database.exec("CREATE TABLE a (x REAL, y TEXT, z BLOB); CREATE TABLE b (x INTEGER)");
  const texts = {
    both: "SELECT * FROM a, b ORDER BY b.x",
    none: "SELECT y FROM a WHERE x = ?",
    put: "INSERT INTO a (x, y, z) VALUES (:x, :y, :z)",
    numbers: "INSERT INTO b VALUES (1), (2) RETURNING x",
  } as const;
  const { both, none, put, numbers } = statementsOf(database, texts);
  put.run({ x: 0.1 + 0.2, y: null, z: new Uint8Array([1, 2]) });
  expect(numbers.all()).toEqual([{ x: 1 }, { x: 2 }]);
  const plain = database.prepare(texts.both);
  expect(both.all()).toEqual(plain.all());
  expect(both.all()).toMatchObject([{ x: 1, y: null }, { x: 2 }]);
  expect(both.get()).toEqual(plain.get());
  expect(none.all(7)).toEqual([]);
  database.close();
});
