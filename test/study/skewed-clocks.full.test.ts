/** Machines whose clocks are hours apart share a study, one of them is killed and the way to them is cut: the records are those of a plain run. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jobStatus } from "../../src/jobs/postgres/job-status.ts";
import { postgresAddress } from "../../src/records/postgres/address.ts";
import { asSuperuser, newDatabase, postgres } from "../postgres/database.ts";
import { ProxyToServer } from "../postgres/proxy.ts";
import { coordinate, dumpAt, dumpOf, fakeStudy, startHost, temporaryFolder } from "./harness.ts";

const root = temporaryFolder();
afterAll(() => root.dispose());
const study = fakeStudy([1, 2, 99], { epochs: 5 });

describe.skipIf(postgres === null)("machines whose clocks are two hours apart", () => {
  let plain: string;
  beforeAll(async () => {
    const order = { folder: join(root.path, "plain"), study, workers: 1 };
    await coordinate(order).ended;
    plain = await dumpOf(order.folder);
  });

  it("share a study, also where one is lost and the way to one is cut, for the server's clock alone counts", async () => {
    const storage = await newDatabase();
    const { hostname: host, port } = new URL(storage);
    const proxy = await ProxyToServer.to({ host, port: Number(port) });
    const behind = { stepMilliseconds: 20, clockHours: -1 };
    const doomed = startHost({ storage, slots: 1 }, behind);
    const staying = startHost({ storage: proxy.through(storage), slots: 1 }, behind);
    await Promise.all([doomed, staying].map((each) => each.seen(({ kind }) => kind === "ready")));
    const order = { folder: root.path, storage, study, workers: 2, slice: { stretches: 4 }, shared: true };
    const run = coordinate(order, { clockHours: 1 });
    const took = (each: typeof doomed): Promise<void> => each.seen(({ kind }) => kind === "word");
    await Promise.all([doomed, staying].map(took));
    const { workers } = await jobStatus(postgresAddress(storage));
    expect(workers).toHaveLength(2);
    for (const { seenSecondsAgo } of workers) expect(Math.abs(seenSecondsAgo)).toBeLessThan(60);
    proxy.cut();
    doomed.process.kill("SIGKILL");
    await doomed.ended;
    proxy.mend();
    // a minute passes, as the server sees it, for the one that is gone
    await asSuperuser(
      `UPDATE lionlab.job_worker SET seen_at = now() - interval '2 minutes' WHERE pid = ${doomed.process.pid}`,
      storage,
    );
    expect((await run.ended).at(-1)).toMatchObject({
      kind: "ended",
      outcome: "complete",
      progress: { done: 3, failed: 0 },
    });
    expect(await dumpAt(storage)).toBe(plain);
    staying.process.kill("SIGINT");
    await staying.ended;
    expect(staying.process.exitCode).toBe(0);
    await proxy.close();
  });
});
