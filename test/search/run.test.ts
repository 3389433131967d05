import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openSearchStorage } from "../../src/records/search-open.ts";
import type { SearchMethod } from "../../src/records/search-records.ts";
import { sampleConfig } from "../../src/search/samples.ts";
import { childrenOf, isAlive, temporaryFolder } from "../study/harness.ts";
import { type KillableLine, runUnderKills } from "../study/killing.ts";
import { type DiscoveryLine, type DiscoveryOrder, discover, discovered, killableDiscovery } from "./harness.ts";

const folder = temporaryFolder();
afterAll(() => folder.dispose());

const methods: readonly SearchMethod[] = ["evolution", "constants", "random"];
const searches = methods.map((method) => sampleConfig({ method }));

function order(name: string, change: Partial<DiscoveryOrder> = {}): DiscoveryOrder {
  const path = join(folder.path, name);
  mkdirSync(path, { recursive: true });
  return { folder: path, searches, budget: { evaluations: 40 }, workers: 2, ...change };
}

const whole = discovered(order("whole"));

test("one, two and three workers leave the same archive, byte for byte", async () => {
  const { dump, lines } = await whole;
  expect(lines.at(-1)).toEqual({ kind: "ended", outcome: "complete" });
  expect(lines[0]).toEqual({ kind: "planned", name: "test", searches: 3, resumed: false });
  const ends = lines.flatMap((line) => (line.kind === "search-ended" ? [line] : []));
  expect(ends.map(({ reason, progress }) => [reason, progress.evaluations, progress.done])).toEqual(
    searches.map(() => ["budget", 40, 1]),
  );
  expect(dump.match(/"state":"ended"/g)).toHaveLength(3);
  for (const workers of [1, 3]) expect((await discovered(order(`${workers}`, { workers }))).dump).toBe(dump);
});

test("three kills leave the same archive, and so does a larger budget afterwards", async () => {
  const { dump } = await whole;
  const small = killableDiscovery(order("unused"), { milliseconds: 100 });
  const killedFolder = join(folder.path, "killed");
  const { dump: survived, killed } = await runUnderKills(small, {
    folder: killedFolder,
    kills: 3,
    seed: 1,
    moment: { reached: (lines, kills) => lines.some((line) => evaluationsOf(line) >= [4, 10, 16][kills]!) },
  });
  expect(killed).toEqual(["coordinator", "worker", "all"]);
  expect(survived).toBe(dump);
  const larger = { evaluations: 50 };
  const { dump: extended, lines } = await discovered({ ...order("unused"), folder: killedFolder, budget: larger });
  expect(lines[0]).toMatchObject({ resumed: true });
  expect(extended).toBe((await discovered(order("larger", { budget: larger }))).dump);
});

/** How far the search is that a line speaks of. */
function evaluationsOf(line: KillableLine): number {
  const event = line as DiscoveryLine;
  if (event.kind === "improved") return event.evaluations;
  return event.kind === "progress" ? event.progress.evaluations : 0;
}

test("a worker that ends once costs nothing; one that always ends, or throws, fails its program and no other", async () => {
  const { dump } = await whole;
  const once = order("once");
  expect((await discovered(once, { faults: "once" })).dump).toBe(dump);
  for (const faults of ["crash", "throw"] as const) {
    const at = order(faults, { searches: [sampleConfig({ seed: 3 })], budget: { evaluations: 30 } });
    const { lines } = await discovered(at, { faults });
    const sentence = faults === "crash" ? /ended by SIGKILL/ : /fault of the laboratory: a fault of the evaluator/;
    const warnings = lines.flatMap((line) => (line.kind === "warning" ? [line.sentence] : []));
    expect(warnings.length).toBeGreaterThan(0);
    for (const warning of warnings) expect(warning).toMatch(sentence);
    const storage = await openSearchStorage(join(at.folder, "discovery.sqlite"), { mode: "read" });
    const [search] = await storage.listSearches("test");
    const evaluations = await storage.evaluations(search!.key);
    expect(await storage.pulse("test")).toMatchObject({ state: "complete", workers: at.workers });
    await storage.close();
    expect(evaluations).toHaveLength(30);
    const failed = evaluations.filter(({ status }) => status === "failed");
    expect(failed.map(({ fitness, failure }) => [fitness, failure])).toEqual(warnings.map((warning) => [0, warning]));
  }
});

test("what every evaluation meets is refused at once", async () => {
  const refused = await discover(order("refused"), { faults: "refuse" }).ended;
  expect(refused.at(-1)).toMatchObject({ kind: "error", code: "no-dataset" });
  const broken = await discover(order("broken"), { faults: "always" }).ended;
  expect(broken.at(-1)).toMatchObject({ kind: "error", code: "seed-failed" });
  expect(broken.at(-1)).toMatchObject({ message: expect.stringContaining("nothing works") });
});

test("an interrupt keeps what was evaluated, a second one stops too, and the next run goes on to the same archive", async () => {
  const { dump } = await whole;
  const at = order("interrupted");
  for (const interrupts of [1, 2]) {
    const run = discover(at, { milliseconds: 300 });
    await run.seen(({ kind }) => kind === "improved");
    const workers = childrenOf(run.process.pid!);
    for (let i = 0; i < interrupts; i++) run.process.kill("SIGINT");
    const lines = await run.ended;
    expect(lines.filter(({ kind }) => kind === "stopping")).toHaveLength(1);
    expect(lines.at(-1)).toEqual({ kind: "ended", outcome: "stopped" });
    expect(workers.some(isAlive)).toBe(false);
  }
  expect((await discovered(at)).dump).toBe(dump);
});
