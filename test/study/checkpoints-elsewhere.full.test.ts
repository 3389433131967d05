import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { openBlobs } from "../../src/blobs/open.ts";
import { newDatabase, postgres } from "../postgres/database.ts";
import { startS3Server } from "../s3/server.ts";
import { coordinate, dumpOf, fakeStudy, temporaryFolder } from "./harness.ts";

const root = temporaryFolder();
const server = await startS3Server();
for (const [name, value] of Object.entries(server.env)) vi.stubEnv(name, value);
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.close();
  root.dispose();
});

const study = fakeStudy([1, 2], { epochs: 6 });

/** Runs the study in slices, kills it, and runs it to its end. */
async function killedAndResumed(checkpoints: string, folder: string): Promise<void> {
  const order = { folder, study, workers: 2, checkpoints, slice: { stretches: 5 } };
  const blobs = await openBlobs(checkpoints);
  const run = coordinate(order, { stepMilliseconds: 30 });
  await run.seen(({ event }) => event?.kind === "epoch");
  run.process.kill("SIGKILL");
  await run.ended;
  expect((await blobs.list("")).length).toBeGreaterThan(0);

  const resumed = await coordinate(order).ended;
  const starts = resumed.filter(({ event }) => event?.kind === "started").map(({ event }) => event?.resumedFromStep);
  expect(Math.max(...starts.map(Number))).toBeGreaterThan(0);
  expect(resumed.at(-1)).toMatchObject({ kind: "ended", outcome: "complete" });
  expect(await blobs.list("")).toEqual([]);
  await blobs.close();
}

test("a study whose checkpoints are elsewhere goes on there after a kill, to the records of an undisturbed run", async () => {
  const undisturbed = { folder: join(root.path, "plain"), study, workers: 1 };
  await coordinate(undisturbed).ended;
  const expected = await dumpOf(undisturbed.folder);
  const places = [`s3://${server.bucket}/runs`, ...(postgres === null ? [] : [await newDatabase()])];
  for (const [i, checkpoints] of places.entries()) {
    const folder = join(root.path, `${i}`);
    await killedAndResumed(checkpoints, folder);
    expect(await dumpOf(folder)).toBe(expected);
  }
});
