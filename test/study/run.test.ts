import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { folderBlobs } from "../../src/blobs/folder.ts";
import { openStorage } from "../../src/records/open.ts";
import { childrenOf, coordinate, dumpOf, fakeStudy, isAlive, temporaryFolder } from "./harness.ts";

const root = temporaryFolder();
afterAll(() => root.dispose());

let count = 0;
const newFolder = () => join(root.path, `${++count}`);

test("workers that end by themselves are replaced twice, then the trial is failed and the others go on", async () => {
  const folder = newFolder();
  const lines = await coordinate({ folder, study: fakeStudy([13, 7, 0.1, 5]), workers: 2 }).ended;
  expect(lines.filter(({ kind, lr }) => kind === "retry" && lr === 13).map(({ attempt }) => attempt)).toEqual([2, 3]);
  expect(lines.filter(({ kind, lr }) => kind === "retry" && lr === 7)).toHaveLength(1);
  expect(lines.at(-1)).toMatchObject({
    kind: "ended",
    outcome: "complete",
    progress: { done: 2, failed: 2, total: 4 },
  });

  const storage = await openStorage(join(folder, "study.sqlite"), { mode: "read" });
  const failures = new Map((await storage.listTrials("fake")).map(({ config, failure }) => [config.lr, failure]));
  expect(failures.get(13)).toBe("The worker of this trial ended by SIGKILL. It was tried 3 times.");
  expect(failures.get(5)).toContain("The trial failed by a fault of the laboratory: a fault of the trainer (at ");
  expect(failures.get(7)).toBeNull();
  await storage.close();

  const again = await coordinate({ folder, study: fakeStudy([13, 7, 0.1, 5]), workers: 2 }).ended;
  expect(new Set(again.filter(({ kind }) => kind === "retry").map(({ lr }) => lr))).toEqual(new Set([13, 5]));
});

test("the same study again runs nothing, an extended one only what is missing", async () => {
  const folder = newFolder();
  await coordinate({ folder, study: fakeStudy([1, 2]), workers: 2 }).ended;
  const before = await dumpOf(folder);
  const again = await coordinate({ folder, study: fakeStudy([1, 2]), workers: 2 }).ended;
  expect(again.map(({ kind }) => kind)).toEqual(["started", "ended"]);
  expect(await dumpOf(folder)).toBe(before);
  const extended = await coordinate({ folder, study: fakeStudy([1, 2, 3]), workers: 2 }).ended;
  expect(new Set(extended.filter(({ kind }) => kind === "trial").map(({ lr }) => lr))).toEqual(new Set([3]));
  expect(readdirSync(join(folder, "checkpoints"))).toEqual([]);
});

test("what every trial would meet ends the run with one sentence", async () => {
  const folder = newFolder();
  const lines = await coordinate({ folder, study: fakeStudy([404, 1]), workers: 2 }).ended;
  expect(lines.at(-1)).toMatchObject({ kind: "error", code: "batch-too-large", message: "The batch is too large." });
  const storage = await openStorage(join(folder, "study.sqlite"), { mode: "read" });
  expect((await storage.listTrials("fake")).map(({ state }) => state)).not.toContain("running");
  await storage.close();
});

test("the first interrupt saves and stops, the next run goes on from there to the same records", async () => {
  const folder = newFolder();
  const order = { folder, study: fakeStudy([1, 2, 3], { epochs: 10 }), workers: 2 };
  const run = coordinate(order, { stepMilliseconds: 300 });
  await run.seen(({ event }) => event?.kind === "progress");
  const workers = childrenOf(run.process.pid!);
  // The terminal sends Ctrl-C to every process of the group.
  for (const pid of [run.process.pid!, ...workers]) process.kill(pid, "SIGINT");
  const lines = await run.ended;
  expect(lines.at(-2)?.kind === "stopping" || lines.some(({ kind }) => kind === "stopping")).toBe(true);
  expect(lines.at(-1)).toMatchObject({ kind: "ended", outcome: "stopped" });
  expect(lines.filter(({ kind }) => kind === "retry")).toEqual([]);
  expect(workers.some(isAlive)).toBe(false);
  expect(await dumpOf(folder)).not.toContain('"running"');

  const resumed = await coordinate(order).ended;
  const starts = resumed.filter(({ event }) => event?.kind === "started").map(({ event }) => event?.resumedFromStep);
  expect(Math.max(...starts.map(Number))).toBeGreaterThan(0);
  const undisturbed = newFolder();
  await coordinate({ ...order, folder: undisturbed }).ended;
  expect(await dumpOf(folder)).toBe(await dumpOf(undisturbed));
});

/** Steps that outlast every test: what waits for one of them waits for ever. */
const endless = { stepMilliseconds: 2 ** 31 - 1 };

test("a second interrupt stops at once, whatever trials are doing", async () => {
  const order = { folder: newFolder(), study: fakeStudy([1, 2]), workers: 2, stopSeconds: 1e6 };
  const run = coordinate(order, endless);
  await run.seen(({ event }) => event?.kind === "started");
  run.process.kill("SIGINT");
  await run.seen(({ kind }) => kind === "stopping");
  run.process.kill("SIGINT");
  expect((await run.ended).at(-1)).toMatchObject({ kind: "ended", outcome: "stopped" });
  expect((await coordinate(order).ended).at(-1)).toMatchObject({ outcome: "complete", progress: { done: 2 } });
});

test("trials that do not save in time are ended", async () => {
  const order = { folder: newFolder(), study: fakeStudy([1, 2]), workers: 2, stopSeconds: 0.01 };
  const run = coordinate(order, endless);
  await run.seen(({ event }) => event?.kind === "started");
  run.process.kill("SIGINT");
  expect((await run.ended).at(-1)).toMatchObject({ kind: "ended", outcome: "stopped" });
  expect(await dumpOf(order.folder)).not.toContain('"running"');
});

test("a second coordinator is refused while the first runs, and welcome when it was killed", async () => {
  const order = { folder: newFolder(), study: fakeStudy([1, 2]), workers: 1 };
  const first = coordinate(order, endless);
  await first.seen(({ kind }) => kind === "started");
  const [refusal] = await coordinate(order).ended;
  expect(refusal).toMatchObject({ kind: "error", code: "already-running" });
  expect(refusal?.message).toContain(`process ${first.process.pid} is running it`);
  first.process.kill("SIGKILL");
  await first.ended;
  expect((await coordinate(order).ended).at(-1)).toMatchObject({ kind: "ended", outcome: "complete" });
});

test("a checkpoint ahead of the records is not trusted", async () => {
  const folder = newFolder();
  const order = { folder, study: fakeStudy([1], { epochs: 3 }), workers: 1 };
  await coordinate(order).ended;
  const expected = await dumpOf(folder);
  const other = newFolder();
  const storage = await openStorage(join(other, "study.sqlite"), { mode: "run" });
  await storage.close();
  const key = /"key":"([0-9a-f]{16})"/.exec(expected)?.[1];
  const run = coordinate({ ...order, folder: other }, endless);
  await run.seen(({ event }) => event?.kind === "started");
  run.process.kill("SIGKILL");
  await run.ended;
  // The fake trainer tells the epochs of its history again; this one begins with the second.
  const history = [{ epoch: 2, trainLoss: 1, trainAccuracy: 1, validationLoss: 1, validationAccuracy: 1, lr: 1 }];
  const checkpoints = folderBlobs(join(other, "checkpoints"));
  await checkpoints.put(`${key}/state.json`, Buffer.from(JSON.stringify({ step: 16, sum: 0, history })));
  const lines = await coordinate({ ...order, folder: other }).ended;
  expect(lines.filter(({ kind }) => kind === "retry")).toHaveLength(1);
  expect(await dumpOf(other)).toBe(expected);
  expect(await checkpoints.list("")).toEqual([]);
});
