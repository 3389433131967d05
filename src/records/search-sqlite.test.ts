import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { openStorage } from "./open.ts";
import { dumpDiscoveries } from "./search-dump.ts";
import { openSearchStorage } from "./search-open.ts";
import { sampleBatch, sampleDiscovery, sampleEvaluation, sampleSearch } from "./search-samples.ts";
import { describeSearchStorage } from "./search-storage.conformance.ts";

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
  await reader.close();
  await writer.close();
});

test("25,000 children, 2,500 of them evaluated: written and read within seconds, and small", async () => {
  const path = join(folder, "many.sqlite");
  const search = sampleSearch();
  const storage = await openSearchStorage(path, { mode: "run" });
  await storage.putDiscovery(sampleDiscovery([search]), [search]);
  const seconds = await processorSeconds(async () => {
    for (let from = 0; from < 25_000; from += 500) await storage.appendBatch(search.key, largeBatch(from, from + 500));
  });
  await storage.close();
  const reader = await openSearchStorage(path, { mode: "read" });
  const reading = await processorSeconds(async () => {
    expect(await reader.children(search.key)).toHaveLength(25_000);
    expect(await reader.evaluations(search.key)).toHaveLength(2_500);
  });
  await reader.close();
  const megabytes = statSync(path).size / 1e6;
  const figures = JSON.stringify({ seconds, reading, megabytes });
  expect(seconds, figures).toBeLessThan(2.5);
  expect(reading, figures).toBeLessThan(1);
  expect(megabytes, figures).toBeLessThan(6);
});

test("a file of schema version 1 is read", async () => {
  const path = join(folder, "discovery-1.sqlite");
  const fixture = (name: string) => fileURLToPath(new URL(`../../test/fixtures/records/${name}`, import.meta.url));
  copyFileSync(fixture("discovery-1.sqlite"), path);
  const storage = await openSearchStorage(path, { mode: "read" });
  expect(await dumpDiscoveries(storage)).toBe(readFileSync(fixture("discovery-1.jsonl"), "utf8"));
  await storage.close();
});

/** Children of a real size: four runs an evaluation, programs of 12 statements, one evaluation for ten children. */
function largeBatch(from: number, to: number) {
  const { children } = sampleBatch(0, 3);
  const bodies = Array.from({ length: to - from }, (_, i) => from + i).map((id) => {
    const number = Math.floor(id / 10);
    const evaluation = { ...sampleEvaluation(4 * number), number };
    const curve = Array.from({ length: 10 }, (_, part) => 1 / (part + number + 3));
    const scores = ["mlp", "cnn", "transformer", "text"].map((task) => ({ ...evaluation.scores[0]!, task, curve }));
    const program = `def train(w, g, m, v, lr):\n${"  v12 = interp(g, m, 0.9123456789)\n".repeat(11)}  return update, m, v\n`;
    const { identity, fitness } = evaluation;
    const child = { ...children[1]!, id, parent: id, identity, fitness, evaluated: id % 10 === 0 };
    return { child, evaluation: { ...evaluation, scores, program } };
  });
  return {
    children: bodies.map(({ child }) => child),
    evaluations: bodies.filter(({ child }) => child.evaluated).map(({ evaluation }) => evaluation),
    seconds: 1,
  };
}

async function processorSeconds(work: () => Promise<unknown>): Promise<number> {
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}
