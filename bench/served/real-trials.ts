// Real trials through a server: what a second worker brings, and what it costs to cut a trial into slices.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock, wallClock } from "../../src/core/clock.ts";
import { loadDataset } from "../../src/data/index.ts";
import { JobServer } from "../../src/jobs/postgres/job-server.ts";
import { SharedQueue } from "../../src/jobs/postgres/shared-queue.ts";
import type { JobQueue } from "../../src/jobs/queue.ts";
import { leavePassword } from "../../src/library/worker/shared-run.ts";
import { storeLocation } from "../../src/records/location.ts";
import { openStorage } from "../../src/records/open.ts";
import { planStudy } from "../../src/study/plan.ts";
import { studyOfData } from "../../src/study/read.ts";
import { type RunOptions, runStudy } from "../../src/study/run.ts";
import { fromCheckout } from "../checkout.ts";
import type { BenchServer } from "./bench-server.ts";

/** Seconds that workers took. */
export interface RealTrialFigures {
  /** Trials of the study that one worker and two do, and the seconds of one of them by itself. */
  readonly trials: number;
  readonly trialSeconds: number;
  /** Of the study, with one worker and with two. */
  readonly one: number;
  readonly two: number;
  /** Of one longer trial, whole and in slices, on one worker. */
  readonly whole: number;
  readonly sliced: number;
  readonly slices: number;
}

const { version } = JSON.parse(readFileSync(fromCheckout("package.json"), "utf8")) as {
  readonly version: string;
};
const command = fromCheckout("bin/lionlab.mjs");
const trials = 6;
const sliceSeconds = 6;

/** Two workers beside one, then a trial in slices beside a whole one, each in a schema of its own. Takes about five minutes. */
export async function realTrials(server: BenchServer): Promise<RealTrialFigures> {
  const folder = await mkdtemp(join(tmpdir(), "lionlab-bench-"));
  try {
    const times = async (schema: string, run: Omit<Run, "url" | "folder">) => {
      const timed = await timeRun({ ...run, folder, url: server.url(`bench_${schema}`) });
      process.stderr.write(`${schema}: ${timed.seconds.toFixed(1)} s\n`);
      return timed;
    };
    const one = await times("one", { workers: 1, seeds: trials, epochs: 3 });
    const two = await times("two", { workers: 2, seeds: trials, epochs: 3 });
    const whole = await times("whole", { workers: 1, seeds: 1, epochs: 15 });
    const sliced = await times("sliced", { workers: 1, seeds: 1, epochs: 15, slice: { seconds: sliceSeconds } });
    return {
      ...{ trials, trialSeconds: one.seconds / trials, one: one.seconds, two: two.seconds },
      ...{ whole: whole.seconds, sliced: sliced.seconds, slices: sliced.slices },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Run {
  readonly url: string;
  readonly folder: string;
  /** Worker processes of one slot. */
  readonly workers: number;
  readonly seeds: number;
  readonly epochs: number;
  readonly slice?: RunOptions["slice"];
}

/** Seconds from the beginning of the first trial to the end of the last, by workers that had one each before; and how many slices there were. */
async function timeRun({ url, folder, workers, seeds, epochs, slice }: Run) {
  const running = await Promise.all(Array.from({ length: workers }, () => startWorker(url, folder)));
  try {
    const warm = Array.from({ length: workers }, (_, i) => 1000 + i);
    await timeStudy(url, { seeds: warm, epochs: 1, slice: undefined });
    return await timeStudy(url, { seeds: Array.from({ length: seeds }, (_, i) => i), epochs, slice });
  } finally {
    for (const worker of running) worker.kill("SIGTERM");
    await Promise.all(running.map((worker) => (worker.exitCode === null ? once(worker, "exit") : null)));
  }
}

async function startWorker(url: string, folder: string): Promise<ChildProcess> {
  const args = [command, "worker", "--storage", url, "--slots", "1", "--json"];
  const worker = spawn(process.execPath, args, { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  await once(worker.stdout!, "data"); // it says that it is ready
  return worker;
}

async function timeStudy(
  url: string,
  {
    seeds,
    epochs,
    slice,
  }: { readonly seeds: readonly number[]; readonly epochs: number; readonly slice: RunOptions["slice"] },
): Promise<{ readonly seconds: number; readonly slices: number }> {
  const location = storeLocation(url);
  if (location.kind !== "postgres") throw new Error("no server");
  leavePassword(location.address);
  const name = `bench-${epochs}`;
  const config = studyOfData({
    ...{
      name,
      model: "fashion-cnn",
      data: { name: "fashion-mnist", limitTrain: 12_000 },
      training: { epochs, batchSize: 128 },
    },
    ...{ seeds: [...seeds], optimizers: [{ name: "lion", lr: 0.001 }] },
  });
  const { fingerprint } = await loadDataset("fashion-mnist", {});
  const jobs = await JobServer.open(location.address);
  const queue = new SharedQueue(jobs, { name, version, device: "cpu", slots: 1 });
  const storage = await openStorage(url, { mode: "run" });
  let begun: number | null = null;
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
    const running = {
      queue: counted,
      isShared: true,
      checkpoints: location.address.place,
      checkpointsAtServer: true,
      slice,
    };
    const plan = planStudy(config, { fingerprint, command: "lionlab bench served" });
    for await (const event of runStudy(plan, { storage, workers: 1, clock: systemClock, ...running })) {
      if (event.kind === "failed") throw new Error(`a trial failed: ${event.sentence}`);
      if (event.kind !== "trial") continue;
      if (event.event.kind === "started") begun ??= wallClock.now();
    }
    return { seconds: wallClock.now() - begun!, slices };
  } finally {
    await storage.close();
    await queue.close();
    await jobs.close();
  }
}
