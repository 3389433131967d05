import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { coordinate, dumpOf, fakeStudy, temporaryFolder } from "./harness.ts";

const root = temporaryFolder();
afterAll(() => root.dispose());

let count = 0;
const newFolder = () => join(root.path, `${++count}`);

test("stacked trials leave the records of single ones, whatever ends among them", async () => {
  const study = fakeStudy([1, 13, 2, 99, 3, 7, 4]);
  const [alone, stacked] = [newFolder(), newFolder()];
  await coordinate({ folder: alone, study, workers: 2 }).ended;
  const lines = await coordinate({ folder: stacked, study, workers: 2, stack: 4 }).ended;
  expect(lines.at(-1)).toMatchObject({ outcome: "complete", progress: { done: 6, failed: 1, total: 7 } });
  expect(await dumpOf(stacked)).toBe(await dumpOf(alone));
});

test("trials of a stack run at the same time in one worker", async () => {
  const lines = await coordinate({ folder: newFolder(), study: fakeStudy([1, 2, 3]), workers: 1, stack: 3 }).ended;
  const told = lines.flatMap(({ event, lr }) => (event ? [{ kind: event.kind, lr }] : []));
  const firstEnd = told.findIndex(({ kind }) => kind === "finished");
  const begun = told.slice(0, firstEnd).filter(({ kind }) => kind === "started");
  expect(begun.map(({ lr }) => lr).sort()).toEqual([1, 2, 3]);
});

test("a stack that is interrupted goes on to the same records", async () => {
  const order = { folder: newFolder(), study: fakeStudy([1, 2, 3, 4, 5.5], { epochs: 10 }), workers: 1, stack: 3 };
  const run = coordinate(order, { stepMilliseconds: 100 });
  await run.seen(({ event }) => event?.kind === "progress");
  run.process.kill("SIGINT");
  expect((await run.ended).at(-1)).toMatchObject({ kind: "ended", outcome: "stopped" });
  expect(await dumpOf(order.folder)).not.toContain('"running"');
  const resumed = await coordinate(order).ended;
  const starts = resumed.filter(({ event }) => event?.kind === "started").map(({ event }) => event?.resumedFromStep);
  expect(Math.max(...starts.map(Number))).toBeGreaterThan(0);
  const undisturbed = newFolder();
  await coordinate({ ...order, folder: undisturbed, stack: 1 }).ended;
  expect(await dumpOf(order.folder)).toBe(await dumpOf(undisturbed));
});
