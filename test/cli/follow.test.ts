import { copyFileSync, mkdirSync, renameSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, test } from "vitest";
import { sampleConfig } from "../../src/search/samples.ts";
import { discover } from "../search/harness.ts";
import { coordinate, fakeStudy } from "../study/harness.ts";
import { type CliProcess, startCli, temporaryFolder } from "./run-cli.ts";

const folder = temporaryFolder();
afterAll(() => folder.dispose());

const rates = [0.1, 0.2, 99, 0.4, 0.5, 0.6];
const follow = (...args: readonly string[]): CliProcess =>
  startCli(["show", ...args, "--follow"], { cwd: folder.path });

test.concurrent("a study is followed from another process to its end, by two that open late, and Ctrl-C ends one of them alone", async ({
  expect,
}) => {
  const run = coordinate(
    { folder: join(folder.path, "study"), study: fakeStudy(rates), workers: 2 },
    { stepMilliseconds: 60 },
  );
  await run.seen(({ event }) => event?.kind === "finished");
  const [text, json, left] = [follow("study"), follow("study", "--json"), follow("study")];
  await left.seen("2 workers, process");
  left.child.kill("SIGINT");
  expect(await left.ended).toMatchObject({ code: 130, out: "" });
  const [shown, told] = [await text.ended, await json.ended];
  expect((await run.ended).at(-1)).toMatchObject({ kind: "ended", outcome: "complete" });
  expect(shown.code).toBe(0);
  expect(shown.err).toMatch(/^6 trials, \d of them done; 2 workers, process \d+ on \S+, for \d+ s now\.\n/);
  expect(shown.err).toMatch(
    /✓ sgd {2}lr 0\.6 +validation [\d.]+ % {2}test [\d.]+ % {2}4 epochs in \d+ s {2}\(6\/6\)\n/,
  );
  expect(shown.out).toContain("sgd");
  expect([told.code, told.err]).toEqual([0, ""]);
  const lines = told.out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines[0]).toMatchObject({
    kind: "following",
    run: { pid: run.process.pid, workers: 2 },
    progress: { total: 6 },
  });
  expect(lines.slice(-2)).toMatchObject([
    { kind: "ended", outcome: "complete", progress: { done: 6, total: 6, running: 0 } },
    { kind: "result", report: { verdict: expect.any(Array) } },
  ]);
  const finished = lines.filter(({ event }) => event?.kind === "finished").map(({ trial }) => trial.lr);
  expect(new Set(finished).size).toBe(finished.length);
  expect(finished).toContain(0.6);
});

test.concurrent("a run that was killed is told so; one that goes on in a store that was put in its place is followed from its beginning", async ({
  expect,
}) => {
  const [one, two, place] = ["one", "two", "place"].map((name) => join(folder.path, name)) as [string, string, string];
  mkdirSync(one);
  symlinkSync(one, place);
  const order = { study: fakeStudy(rates), workers: 1 };
  const killed = coordinate({ ...order, folder: one }, { stepMilliseconds: 100 });
  await killed.seen(({ kind }) => kind === "started");
  const follower = follow("place");
  await follower.seen(`process ${killed.process.pid}`);
  const next = coordinate({ ...order, folder: two }, { stepMilliseconds: 30 });
  await next.seen(({ event }) => event?.kind === "finished");
  symlinkSync(two, `${place}.next`);
  renameSync(`${place}.next`, place); // at one moment
  await follower.seen(`process ${next.process.pid}`);
  for (const { process } of [killed, next]) process.kill("SIGKILL");
  const { code, err, out } = await follower.ended;
  expect(code).toBe(1);
  expect(err).toMatch(
    /! The run ended without a word some \d+ s ago: its process \d+ is gone\. What it recorded is kept\. To go on: test/,
  );
  expect(out).toContain("sgd");
});

test.concurrent("a store of an earlier version is shown as it is, and that nothing is heard", async ({ expect }) => {
  mkdirSync(join(folder.path, "old"));
  const fixture = fileURLToPath(new URL("../fixtures/records/running-1.sqlite", import.meta.url));
  copyFileSync(fixture, join(folder.path, "old", "study.sqlite"));
  const follower = follow("old");
  await follower.seen("3 trials, 1 of them done.\n! No run has told of itself here");
  follower.child.kill("SIGINT");
  expect(await follower.ended).toMatchObject({ code: 130, out: "" });
});

test.concurrent("a discovery is followed by the same command", async ({ expect }) => {
  const order = { folder: join(folder.path, "found"), searches: [sampleConfig()], workers: 1 };
  const run = discover({ ...order, budget: { programs: 400 } }, { milliseconds: 15 });
  await run.seen(({ kind }) => kind === "progress");
  const [text, json] = [follow("found"), follow("found", "--json")];
  await run.ended;
  const [shown, told] = [await text.ended, await json.ended];
  expect(shown.err).toMatch(/^A discovery; process \d+ on \S+, for \d+ s now\.\n1 search\.\n/);
  expect(shown.err).toContain("✓ evolution");
  expect(told.out).toMatch(/^\{"kind":"following".*\n\{"kind":"planned"/);
  const lines = told.out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines.find(({ kind }) => kind === "ended")).toEqual({ kind: "ended", outcome: "complete" });
  expect([shown.code, told.code]).toEqual([0, 0]);
});
