/** A study whose slices are shared by machines of two kinds of processor: each trial is finished on the kind that began it. */
import { hostname } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { jobStatus } from "../../src/jobs/postgres/job-status.ts";
import { postgresAddress } from "../../src/records/postgres/address.ts";
import { newDatabase, postgres } from "../postgres/database.ts";
import { coordinate, dumpAt, dumpOf, fakeStudy, startHost, temporaryFolder } from "./harness.ts";

const root = temporaryFolder();
afterAll(() => root.dispose());
const study = fakeStudy([1, 2, 3, 4], { epochs: 3 });

describe.skipIf(postgres === null)("a study on machines of two kinds", () => {
  it("has a trial wait for the kind that began it, says so, goes on with others, and ends when such a machine comes", async () => {
    const storage = await newDatabase();
    const host = (processor: string, stepMilliseconds: number) =>
      startHost({ storage, slots: 1, processor }, { stepMilliseconds });
    const order = { folder: root.path, storage, study, workers: 1, slice: { stretches: 4 }, shared: true };
    const slow = host("an old one", 150);
    const first = coordinate({ ...order, stopSeconds: 3600 });
    await first.seen(({ event }) => event?.kind === "checkpoint");
    const other = host("a new one", 3);
    await other.seen(({ kind }) => kind === "word");
    slow.process.kill("SIGINT");
    await slow.ended;
    await first.seen(({ kind }) => kind === "waiting");
    await first.seen(({ progress }) => progress?.done === 3);
    const lacking = `${hostname()}: What was begun on an old one is finished on one of that kind, for its bytes depend on it, and this is a new one.`;
    expect(await jobStatus(postgresAddress(storage))).toMatchObject({
      runs: [{ name: "fake", waiting: 1, taken: 0 }],
      unmet: [{ run: "fake", need: "processor an old one", sentences: [lacking] }],
    });
    first.process.kill("SIGINT");
    const lines = await first.ended;
    expect(lines.filter(({ kind }) => kind === "waiting")).toMatchObject([
      { sentence: `No worker has what fake needs: ${lacking}` },
    ]);
    expect(lines.at(-1)).toMatchObject({ kind: "ended", outcome: "stopped", progress: { done: 3, failed: 0 } });

    const second = coordinate(order);
    await second.seen(({ kind }) => kind === "waiting");
    const coming = host("an old one", 3);
    const rest = await second.ended;
    expect(rest.at(-1)).toMatchObject({ kind: "ended", outcome: "complete", progress: { done: 4, failed: 0 } });
    expect(rest.filter(({ event }) => event?.kind === "started")).toHaveLength(1);
    const plain = { folder: join(root.path, "plain"), study, workers: 1 };
    await coordinate(plain).ended;
    expect(await dumpAt(storage)).toBe(await dumpOf(plain.folder));
    for (const each of [other, coming]) each.process.kill("SIGINT");
    await Promise.all([other.ended, coming.ended]);
  });
});
