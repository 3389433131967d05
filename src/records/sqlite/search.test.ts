import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { openStorage } from "../open.ts";
import { dumpDiscoveries } from "../search-dump.ts";
import { openSearchStorage } from "../search-open.ts";
import { sampleBatch, sampleDiscovery, sampleLargeBatch, sampleSearch } from "../search-samples.ts";
import { describeSearchStorage } from "../search-storage.conformance.ts";

const folder = mkdtempSync(join(tmpdir(), "lionlab-search-records-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
describeSearchStorage("a SQLite file", {
  open: () => openSearchStorage(join(folder, `${++count}`, "discovery.sqlite"), { mode: "run" }),
  reopen: () => openSearchStorage(join(folder, `${count}`, "discovery.sqlite"), { mode: "run" }),
});

test("studies and discoveries are told apart, and what is missing is not made", async () => {
  const path = join(folder, "kinds.sqlite");
  await (await openSearchStorage(path, { mode: "run" })).close();
  await expect(openStorage(path, { mode: "run" })).rejects.toThrow("kinds.sqlite is not a study");
  const study = join(folder, "study.sqlite");
  await (await openStorage(study, { mode: "run" })).close();
  await expect(openSearchStorage(study, { mode: "read" })).rejects.toThrow("study.sqlite is not a discovery");
  const missing = openSearchStorage(join(folder, "missing.sqlite"), { mode: "read" });
  await expect(missing).rejects.toMatchObject({ code: "no-discovery" });
});

test("a reader sees a run while it goes on", async () => {
  const path = join(folder, "live.sqlite");
  const search = sampleSearch();
  const writer = await openSearchStorage(path, { mode: "run" });
  await writer.putDiscovery(sampleDiscovery([search]), [search]);
  const reader = await openSearchStorage(path, { mode: "read" });
  await writer.appendBatch(search.key, sampleBatch(0, 4));
  expect(await reader.children(search.key)).toHaveLength(4);
  await writer.appendBatch(search.key, sampleBatch(4, 9));
  expect(await reader.children(search.key, { from: 4 })).toEqual(sampleBatch(4, 9).children);
  await writer.appendBatch(search.key, sampleBatch(9, 30));
  for (const from of [9, 20, 0, 29])
    expect(await reader.children(search.key, { from })).toEqual(sampleBatch(0, 30).children.slice(from));
  await reader.close();
  await writer.close();
});

test("25,000 children, 2,500 of them evaluated: written, read and small", async () => {
  const path = join(folder, "many.sqlite");
  const search = sampleSearch();
  const storage = await openSearchStorage(path, { mode: "run" });
  await storage.putDiscovery(sampleDiscovery([search]), [search]);
  for (let from = 0; from < 25_000; from += 500)
    await storage.appendBatch(search.key, sampleLargeBatch(from, from + 500));
  await storage.close();
  const reader = await openSearchStorage(path, { mode: "read" });
  expect(await reader.children(search.key)).toHaveLength(25_000);
  expect(await reader.evaluations(search.key)).toHaveLength(2_500);
  await reader.close();
  const megabytes = statSync(path).size / 1e6;
  expect(megabytes).toBeLessThan(6);
});

test("a file of schema version 1 is read", async () => {
  const path = join(folder, "discovery-1.sqlite");
  const fixture = (name: string) => fileURLToPath(new URL(`../../../test/fixtures/records/${name}`, import.meta.url));
  copyFileSync(fixture("discovery-1.sqlite"), path);
  const storage = await openSearchStorage(path, { mode: "read" });
  expect(await dumpDiscoveries(storage)).toBe(readFileSync(fixture("discovery-1.jsonl"), "utf8"));
  await storage.close();
});
