import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { dumpRecords } from "../dump.ts";
import { openStorage } from "../open.ts";
import { sampleEpoch, samplePulse, sampleStudy, sampleTrial } from "../samples.ts";
import { openSearchStorage } from "../search-open.ts";
import { sampleDiscoveryPulse } from "../search-samples.ts";
import { studyQueries } from "../sql/study-queries.ts";
import type { StudyTables } from "../sql/tables.ts";
import type { StudyChanges } from "../storage.ts";
import { openSqlite } from "./database.ts";
import { openDatabase } from "./engine.ts";
import { studyFile } from "./schema.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-changes-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let copies = 0;
/** A copy of a fixture, see test/fixtures/records/make-running-1.mjs. */
function copied(fixture: string): string {
  const path = join(folder, `${++copies}-${fixture}`);
  copyFileSync(fileURLToPath(new URL(`../../../test/fixtures/records/${fixture}`, import.meta.url)), path);
  return path;
}

const rates = ({ trials }: StudyChanges) => trials.map(({ config, state }) => `${config.lr} ${state}`);
const everything = ["0.3 finished", "0.1 running", "0.2 waiting"];

test("a file from before there were changes is read: everything, each time, and no byte of it is written", async () => {
  const path = copied("running-1.sqlite");
  const before = readFileSync(path);
  const storage = await openStorage(path, { mode: "read" });
  const changes = await storage.changesSince("sample", null);
  expect(changes).toMatchObject({ cursor: { store: null, revision: 0 }, whole: true, pulse: null });
  expect(rates(changes)).toEqual(everything);
  expect(rates(await storage.changesSince("sample", changes.cursor))).toEqual(everything);
  await storage.close();
  expect(readFileSync(path)).toEqual(before);
});

test("the same file is run on, and says from then on what has changed; its records stay as they were", async () => {
  const path = copied("running-1.sqlite");
  const reader = await openStorage(path, { mode: "read" });
  const old = await reader.changesSince("sample", null);
  for (const again of [false, true]) {
    const storage = await openStorage(path, { mode: "run" });
    const dump = readFileSync(new URL("../../../test/fixtures/records/running-1.jsonl", import.meta.url), "utf8");
    if (!again) expect(await dumpRecords(storage)).toBe(dump);
    const changes = await storage.changesSince("sample", old.cursor);
    expect([changes.whole, rates(changes).length]).toEqual([true, 3]);
    await storage.startTrial(sampleTrial(0.2).key);
    const next = await storage.changesSince("sample", changes.cursor);
    expect([next.whole, next.study, rates(next)]).toEqual([false, null, ["0.2 running"]]);
    await storage.putPulse("sample", samplePulse("a"));
    await storage.close();
  }
  expect((await reader.changesSince("sample", old.cursor)).pulse).toEqual(samplePulse("a"));
  await reader.close();
});

test("what an earlier version writes into a file of this one is told too", async () => {
  const path = join(folder, "mixed.sqlite");
  const trials = [sampleTrial(1), sampleTrial(2)];
  const storage = await openStorage(path, { mode: "run" });
  await storage.putStudy(sampleStudy(trials), trials);
  const { cursor } = await storage.changesSince("sample", null);
  const earlier = await openDatabase(path); // it knows nothing of the table
  earlier.exec(`UPDATE trial SET state = 'running', failure = NULL WHERE key = '${trials[1]!.key}'`);
  earlier.close();
  expect(rates(await storage.changesSince("sample", cursor))).toEqual(["2 running"]);
  await storage.close();
});

test("a copy from before, put back, is told from its beginning", async () => {
  const [path, copy] = [join(folder, "original.sqlite"), join(folder, "copy.sqlite")];
  const trial = sampleTrial(1);
  const storage = await openStorage(path, { mode: "run" });
  await storage.putStudy(sampleStudy([trial]), [trial]);
  await storage.close();
  copyFileSync(path, copy);
  const later = await openStorage(path, { mode: "run" });
  await later.appendEpoch(trial.key, sampleEpoch(1));
  const { cursor } = await later.changesSince("sample", null);
  await later.close();
  const restored = await openStorage(copy, { mode: "read" });
  expect(await restored.changesSince("sample", cursor)).toMatchObject({ whole: true, trials: [{ epochsDone: 0 }] });
  await restored.close();
});

test("while another program holds the file, what a run tells of itself is left out, at once", async () => {
  const path = join(folder, "held.sqlite");
  const storage = await openStorage(path, { mode: "run" });
  const holder = await openDatabase(path);
  holder.exec("BEGIN EXCLUSIVE");
  await storage.putPulse("sample", samplePulse("a"));
  holder.exec("ROLLBACK");
  holder.close();
  expect((await storage.changesSince("sample", null)).pulse).toBeNull();
  await storage.putPulse("sample", samplePulse("a"));
  expect((await storage.changesSince("sample", null)).pulse).toEqual(samplePulse("a"));
  await storage.close();
});

test("what a run told is read without trust; in a form of another version it is as if it were not there", async () => {
  const path = join(folder, "damaged.sqlite");
  const storage = await openStorage(path, { mode: "run" });
  await storage.putPulse("sample", samplePulse("a"));
  const database = await openDatabase(path);
  database.exec("UPDATE progress SET record = replace(record, 'here', 'hers')");
  await expect(storage.changesSince("sample", null)).rejects.toMatchObject({ code: "storage-damaged" });
  const form = { form: 2, pulse: "♥" } as unknown as Parameters<typeof storage.putPulse>[1];
  await storage.putPulse("sample", form);
  expect((await storage.changesSince("sample", null)).pulse).toBeNull();
  database.close();
  await storage.close();
});

test("a look goes by the revisions that are new, however many trials there are", async () => {
  const path = join(folder, "plan.sqlite");
  await (await openStorage(path, { mode: "run" })).close();
  const { queries } = await openSqlite<StudyTables>(studyFile, { path: ":memory:", mode: "run" });
  const { sql, parameters } = studyQueries(queries).changedTrials({ study: "sample", since: 7 }).compile();
  const database = await openDatabase(path, { readOnly: true });
  const steps = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters);
  expect((steps as { detail: string }[]).map(({ detail }) => detail).slice(0, 3)).toEqual([
    "SEARCH change USING INTEGER PRIMARY KEY (rowid>?)",
    expect.stringMatching(/^SEARCH study_trial USING .*\(trial_key=\? AND study=\?\)/),
    expect.stringMatching(/^SEARCH trial USING .*\(key=\?\)/),
  ]);
  database.close();
});

test("a discovery from before is read, run on, and tells of itself", async () => {
  const path = copied("discovery-1.sqlite");
  const reader = await openSearchStorage(path, { mode: "read" });
  expect(await reader.pulse("sample")).toBeNull();
  const storage = await openSearchStorage(path, { mode: "run" });
  await storage.putPulse("sample", sampleDiscoveryPulse());
  await storage.close();
  expect(await reader.pulse("sample")).toEqual(sampleDiscoveryPulse());
  await reader.close();
});
