import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { s3Blobs } from "../../src/blobs/s3.ts";
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

test("a study whose checkpoints are in a bucket goes on there after a kill, to the records of an undisturbed run", async () => {
  const study = fakeStudy([1, 2], { epochs: 6 });
  const order = { folder: join(root.path, "s3"), study, workers: 2, checkpoints: `s3://${server.bucket}/runs` };
  const bucket = await s3Blobs({ bucket: server.bucket, prefix: "runs/" });
  const run = coordinate(order, { stepMilliseconds: 30 });
  await run.seen(({ event }) => event?.kind === "epoch");
  run.process.kill("SIGKILL");
  await run.ended;
  expect((await bucket.list("")).length).toBeGreaterThan(0);

  const resumed = await coordinate(order).ended;
  const starts = resumed.filter(({ event }) => event?.kind === "started").map(({ event }) => event?.resumedFromStep);
  expect(Math.max(...starts.map(Number))).toBeGreaterThan(0);
  expect(resumed.at(-1)).toMatchObject({ kind: "ended", outcome: "complete" });
  expect(await bucket.list("")).toEqual([]);
  await bucket.close();
  const undisturbed = { folder: join(root.path, "plain"), study, workers: 1 };
  await coordinate(undisturbed).ended;
  expect(await dumpOf(order.folder)).toBe(await dumpOf(undisturbed.folder));
});
