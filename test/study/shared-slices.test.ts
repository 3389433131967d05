/** A study whose slices are shared through a server: machines that take them are killed and leave, and the records are those of a plain run. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { JobServer } from "../../src/jobs/postgres/job-server.ts";
import { postgresAddress } from "../../src/records/postgres/address.ts";
import { newDatabase, postgres } from "../postgres/database.ts";
import { coordinate, dumpAt, dumpOf, fakeStudy, startHost, temporaryFolder } from "./harness.ts";

const root = temporaryFolder();
const study = fakeStudy([1, 2, 99], { epochs: 5 });
const slice = { stretches: 4 };

describe.skipIf(postgres === null)("a study in slices on a server", () => {
  let plain: string;
  let storage: string;
  let server: JobServer;

  beforeAll(async () => {
    const order = { folder: join(root.path, "plain"), study, workers: 1 };
    await coordinate(order).ended;
    plain = await dumpOf(order.folder);
    storage = await newDatabase();
    server = await JobServer.open(postgresAddress(storage));
  });
  afterAll(async () => {
    await server?.close();
    root.dispose();
  });

  it("is stopped in order; loses a slice at most with a machine that is killed, and nothing with one that leaves", async () => {
    const [doomed, leaving] = [1, 2].map(() => startHost({ storage, slots: 1 }, { stepMilliseconds: 20 }));
    await Promise.all([doomed!, leaving!].map((host) => host.seen(({ kind }) => kind === "ready")));
    const order = { folder: root.path, storage, study, workers: 2, slice, shared: true };
    const interrupted = coordinate(order);
    await interrupted.seen(({ event }) => event?.kind === "checkpoint");
    interrupted.process.kill("SIGINT");
    expect((await interrupted.ended).at(-1)).toMatchObject({ kind: "ended", outcome: "stopped" });

    const run = coordinate(order);
    const slicesOf = (host: typeof doomed): number => host!.lines.filter(({ kind }) => kind === "word").length;
    const before = slicesOf(doomed);
    await doomed!.seen(() => slicesOf(doomed) > before + 1);
    doomed!.process.kill("SIGKILL");
    await doomed!.ended;
    const { pid } = doomed!.process;
    await server.transact(({ rows }) =>
      rows("UPDATE job_worker SET seen_at = now() - interval '2 minutes' WHERE pid = $1", [pid]),
    );
    const staying = startHost({ storage, slots: 1 });
    await staying.seen(() => slicesOf(staying) > 0);
    leaving!.process.kill("SIGINT");
    const lines = await run.ended;
    expect(lines.at(-1)).toMatchObject({ kind: "ended", outcome: "complete", progress: { done: 3, failed: 0 } });
    expect(lines.filter(({ kind }) => kind === "retry").length).toBeLessThanOrEqual(1);
    expect(await dumpAt(storage)).toBe(plain);
    staying.process.kill("SIGINT");
    await Promise.all([leaving!.ended, staying.ended]);
    expect([leaving!.process.exitCode, staying.process.exitCode]).toEqual([0, 0]);
  });
});
