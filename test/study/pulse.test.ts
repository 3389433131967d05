import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { openStorage } from "../../src/records/open.ts";
import type { StudyPulse } from "../../src/records/run-progress.ts";
import type { Storage } from "../../src/records/storage.ts";
import { readerOf } from "./following.ts";
import { coordinate, fakeStudy, temporaryFolder } from "./harness.ts";

const folder = temporaryFolder();
afterAll(() => folder.dispose());

/** Looks until what a run tells is so. */
async function pulseThat(storage: Storage, holds: (pulse: StudyPulse) => boolean): Promise<StudyPulse> {
  for (;;) {
    const { pulse } = await storage.changesSince("fake", null);
    if (pulse !== null && holds(pulse)) return pulse;
    await sleep(20);
  }
}

test("a run tells of itself; killed, it leaves what it told last; two that follow know in the end what is recorded", async () => {
  const order = { folder: folder.path, study: fakeStudy([0.1, 0.2, 0.3, 99]), workers: 2 };
  const run = coordinate(order, { stepMilliseconds: 100 });
  await run.seen(({ kind }) => kind === "started");
  const storage = await openStorage(join(folder.path, "study.sqlite"), { mode: "read" });
  const readers = [
    readerOf(storage, "fake"),
    readerOf(await openStorage(storage.location, { mode: "read" }), "fake"),
  ] as const;
  const pid = run.process.pid;
  const told = await pulseThat(storage, ({ trials }) => trials.some(({ progress }) => progress !== null));
  expect(told).toMatchObject({ pid, state: "running", workers: 2, progress: { total: 4 } });
  expect(told.heardAt).toBeGreaterThanOrEqual(told.startedAt);
  await readers[0].look();
  await run.seen(({ event }) => event?.kind === "epoch");
  run.process.kill("SIGKILL");
  await run.ended;
  await readers[1].look();
  expect(await pulseThat(storage, () => true)).toMatchObject({ pid, state: "running" });
  const next = coordinate(order);
  let gone = false;
  void next.ended.then(() => {
    gone = true;
  });
  while (!gone) {
    await readers[0].look();
    await sleep(10);
  }
  for (const reader of readers) await reader.look();
  const last = await pulseThat(storage, () => true);
  expect(last).toMatchObject({ pid: next.process.pid, state: "complete", trials: [], progress: { done: 4, total: 4 } });
  const recorded = await storage.listTrials("fake");
  expect(recorded.map(({ state }) => state)).toEqual(["finished", "finished", "finished", "diverged"]);
  for (const { heads } of readers) expect(recorded.map(({ key }) => heads.get(key))).toEqual(recorded);
  await storage.close();
});
