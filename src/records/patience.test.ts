import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { openStorage } from "./open.ts";
import { sampleEpoch, sampleStudy, sampleTrial } from "./samples.ts";
import { openSearchStorage } from "./search-open.ts";
import { sampleBatch, sampleDiscovery, sampleSearch } from "./search-samples.ts";
import { engineNames, openDatabase, useEngine } from "./sqlite/engine.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-patience-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Another program that holds a file, until it is told that somebody waits for it. */
async function holder(path: string) {
  const database = await openDatabase(path);
  const said: string[] = [];
  const hold = (): void => database.exec("BEGIN EXCLUSIVE");
  const onWait = (sentence: string): void => {
    said.push(sentence);
    if (said.length === 1) database.exec("ROLLBACK");
  };
  return { database, said, hold, onWait };
}

const held = (path: string): readonly string[] => [
  `${path} is held by another program, such as a backup or a database browser: waiting for it, at most 10 minutes.`,
  `${path} is free again.`,
];

describe.each(engineNames())("with the engine %s", (engine) => {
  const trial = sampleTrial(0.1);
  const search = sampleSearch();

  test("a write to studies waits for a program that holds the file, and says so", async () => {
    useEngine(engine);
    const path = join(folder, `${engine}.sqlite`);
    await (await openStorage(path, { mode: "run" })).close();
    const { database, said, hold, onWait } = await holder(path);
    const storage = await openStorage(path, { mode: "run", onWait });
    await storage.putStudy(sampleStudy([trial]), [trial]);
    hold();
    await storage.appendEpoch(trial.key, sampleEpoch(1));
    expect(said).toEqual(held(path));
    expect((await storage.getTrial(trial.key))?.epochs).toEqual([sampleEpoch(1).record]);
    await storage.close();
    database.close();
  });

  test("a write to an archive waits too", async () => {
    useEngine(engine);
    const path = join(folder, `${engine}-discovery.sqlite`);
    await (await openSearchStorage(path, { mode: "run" })).close();
    const { database, said, hold, onWait } = await holder(path);
    const storage = await openSearchStorage(path, { mode: "run", onWait });
    await storage.putDiscovery(sampleDiscovery([search]), [search]);
    hold();
    await storage.appendBatch(search.key, sampleBatch(0, 7));
    expect(said).toEqual(held(path));
    expect(await storage.children(search.key)).toEqual(sampleBatch(0, 7).children);
    await storage.close();
    database.close();
  });

  test("opening waits where the whole file is locked; a wait that is ended gives its reason", async () => {
    useEngine(engine);
    const path = join(folder, `${engine}-whole.sqlite`);
    const { database, said, hold, onWait } = await holder(path);
    hold();
    const stop = new AbortController();
    const ended = openStorage(path, { mode: "read", signal: stop.signal, onWait: () => stop.abort() });
    await expect(ended).rejects.toMatchObject({ code: "storage-busy" });
    await (await openStorage(path, { mode: "run", onWait })).close();
    database.close();
    expect(said).toEqual(held(path));
  });
});
