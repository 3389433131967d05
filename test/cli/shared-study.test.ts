/**
 * A study on a server, worked on by processes in folders of their own: one leaves in the middle, another comes, and the records are those of a
 * plain run on a file.
 */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../../src/core/clock.ts";
import { packageVersion } from "../../src/core/package-version.ts";
import { loadDataset } from "../../src/data/index.ts";
import { JobServer } from "../../src/jobs/postgres/job-server.ts";
import { SharedQueue } from "../../src/jobs/postgres/shared-queue.ts";
import type { JobQueue } from "../../src/jobs/queue.ts";
import { leavePassword } from "../../src/library/worker/shared-run.ts";
import { openStorage } from "../../src/records/open.ts";
import { postgresAddress } from "../../src/records/postgres/address.ts";
import type { StudyEvent } from "../../src/study/events.ts";
import { planStudy } from "../../src/study/plan.ts";
import { parseStudy } from "../../src/study/read.ts";
import { runStudy } from "../../src/study/run.ts";
import { newDatabase, postgres } from "../postgres/database.ts";
import { type CliProcess, runCli, startCli } from "./run-cli.ts";
import { dumpOf, type Machine, Machines } from "./shared-machines.ts";

const study = `name: shared
data: { name: fashion-mnist }
model: fashion-cnn
training: { epochs: 2, batchSize: 16, checkpointEverySteps: 20 }
optimizers:
  - { name: lion, lr: [0.001, 0.0003] }
  - { name: adam, lr: [0.001, 0.0003] }
  - { name: sgd, lr: [0.1, 1e30] }
seeds: [0, 1]
`;

const machines = new Machines(study);

describe.skipIf(postgres === null)("a study on a server", () => {
  let url: string;
  let plain: string;
  const under: CliProcess[] = [];
  const start = (args: readonly string[], setup: { readonly cwd: string }): CliProcess => {
    const process = startCli(args, setup);
    under.push(process);
    return process;
  };

  beforeAll(async () => {
    url = await newDatabase();
    const home = machines.add("plain");
    const { code, err } = await runCli(["compare", "shared.yaml", "--workers", "2"], home);
    expect({ code, err: code === 0 ? "" : err }).toEqual({ code: 0, err: "" });
    plain = await dumpOf(join(home.cwd, "runs/shared/study.sqlite"));
  });
  afterAll(() => {
    for (const { child } of under) child.kill("SIGKILL");
    machines.dispose();
  });

  it("has workers of a server alone, and has no status where nothing was ever shared", async () => {
    const { cwd } = machines.add("nowhere");
    const worker = await runCli(["worker", "--storage", "study.sqlite"], { cwd });
    expect([worker.code, worker.err]).toEqual([
      2,
      "lionlab: Cannot take work from a file, which one machine has: give --storage postgresql://ROLE@HOST/DATABASE, or set LIONLAB_STORAGE.\n",
    ]);
    const status = await runCli(["status", "--storage", await newDatabase()], { cwd });
    expect([status.code, status.err]).toEqual([
      2,
      expect.stringMatching(/^lionlab: No jobs were ever queued at postgresql:/),
    ]);
  });

  it("is done by workers that come and go, with the records of a plain run", async () => {
    const [first, second, third] = ["first", "second", "third"].map((name) => machines.add(name)) as [
      Machine,
      Machine,
      Machine,
    ];
    const leaving = start(["worker", "--storage", url, "--slots", "1"], first);
    await leaving.seen("takes work from");
    const home = start(["compare", "shared.yaml", "--storage", url, "--workers", "1"], machines.add("home"));
    await leaving.seen("shared: took a trial");
    const staying = start(["worker", "--storage", url, "--slots", "1"], second);
    await staying.seen("shared: took a trial");
    const [told, one] = await Promise.all([
      runCli(["status", "--storage", url], second),
      runCli(["status", "shared", "--storage", url], second),
    ]);
    expect({ code: told.code, err: told.err }).toEqual({ code: 0, err: "" });
    expect(told.out).toMatch(/: 1 study, 3 workers with 3 slots, \d+ jobs under way, \d+ waiting\.\n/);
    expect(told.out).toMatch(/^shared +\d+\/12 +0 +running /m);
    expect(told.out).toMatch(/ shared: trial, \d+ s$/m);
    expect({ code: one.code, err: one.err }).toEqual({ code: 0, err: "" });
    expect(one.out).toMatch(/^shared: \d+ of 12 trials done, \d+ under way, \d+ waiting, 0 failed; running/);
    expect(one.out).toMatch(/^Not left to workers; run on \S+, process \d+\. Priority 0\.$/m);
    expect(one.out).toMatch(/^(lion|adam|sgd) +\S+ +\d +\d\/2 .* 1 {2}\S+ \d+$/m);
    leaving.child.kill("SIGTERM");
    const left = await leaving.ended;
    expect({ code: left.code, err: left.code === 0 ? "" : left.err }).toEqual({ code: 0, err: "" });
    const coming = start(["worker", "--storage", url, "--slots", "1"], third);
    const { code, err } = await home.ended;
    expect({ code, err: code === 0 ? "" : err }).toEqual({ code: 0, err: "" });
    expect(await dumpOf(url)).toBe(plain);
    for (const worker of [staying, coming]) {
      worker.child.kill("SIGTERM");
      expect((await worker.ended).code).toBe(0);
    }
  });

  it("goes on slice by slice, each for the kind of processor that began the trial", async () => {
    const storage = await newDatabase();
    const machine = machines.add("sliced");
    const worker = start(["worker", "--storage", storage, "--slots", "2"], machine);
    await worker.seen("takes work from");
    const { events, slices } = await runInSlices(storage, machine);
    expect(events.at(-1)).toMatchObject({ kind: "ended", outcome: "complete" });
    expect(slices).toBeGreaterThan(18); // of 12 trials, one of which ends at once
    expect(await dumpOf(storage)).toBe(plain);
    worker.child.kill("SIGTERM");
    expect((await worker.ended).code).toBe(0);
  });
});

/** Coordinates the study in this process, with trials cut after each stretch; slices of the command line are of a minute. */
async function runInSlices(target: string, { cwd }: Machine) {
  const address = postgresAddress(target);
  leavePassword(address);
  const server = await JobServer.open(address);
  const queue = new SharedQueue(server, { name: "shared", version: packageVersion(), device: "cpu", slots: 2 });
  const storage = await openStorage(target, { mode: "run" });
  let slices = 0;
  const counted: JobQueue = {
    start: (...job) => {
      slices += 1;
      return queue.start(...job);
    },
    free: (kind) => queue.free(kind),
    onRoom: (wake) => queue.onRoom(wake),
    close: () => queue.close(),
  };
  try {
    const { fingerprint } = await loadDataset("fashion-mnist", { dataDir: join(cwd, "data") });
    const plan = planStudy(parseStudy(study), { fingerprint, command: "npx lionlab compare shared.yaml" });
    const running = { queue: counted, isShared: true, checkpoints: address.place, checkpointsAtServer: true };
    const options = { storage, workers: 2, clock: systemClock, slice: { stretches: 3 }, ...running };
    const events: StudyEvent[] = [];
    for await (const event of runStudy(plan, options)) events.push(event);
    return { events, slices };
  } finally {
    await storage.close();
    await queue.close();
    await server.close();
  }
}
