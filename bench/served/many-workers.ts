// Many workers on one server, none of which trains: what the queue itself takes, and how long workers wait for it.
import { type ChildProcess, fork } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { wallClock } from "../../src/core/clock.ts";
import { JobServer } from "../../src/jobs/postgres/job-server.ts";
import { SharedQueue } from "../../src/jobs/postgres/shared-queue.ts";
import { storeLocation } from "../../src/records/location.ts";
import type { BenchServer } from "./bench-server.ts";
import { type SimulatedOrder, type SimulatedResult, simulatedJob } from "./simulated-queue.ts";
import type { SimulatedWord } from "./simulated-workers.ts";

/** What is simulated. */
export interface Crowd {
  readonly workers: number;
  /** A job, of as many seconds as it says in the mean. */
  readonly order: SimulatedOrder;
  /** Seconds that are counted, after every worker had its first job. */
  readonly seconds: number;
}

/** What came out, over the seconds that were counted. */
export interface CrowdFigures {
  readonly jobsPerSecond: number;
  /** Milliseconds in which a worker had nothing between two jobs, the telling of one and the taking of the next: half of them, and 99 in 100. */
  readonly idleMs: readonly [number, number];
  readonly connections: number;
  /** Processor time a second: of the server, of the coordinator, of one worker. */
  readonly serverCpu: number | null;
  readonly coordinatorCpu: number;
  readonly workerCpu: number;
  readonly serverPrivateMiB: number | null;
}

const golden = (Math.sqrt(5) - 1) / 2;

/** Workers of one process: as many as do not wait for each other much. */
const workersOfAProcess = 250;

/** Runs workers and gives them jobs, each as soon as one is free. */
export async function simulateCrowd(server: BenchServer, { workers, order, seconds }: Crowd): Promise<CrowdFigures> {
  const url = server.url("bench_crowd");
  const location = storeLocation(url);
  if (location.kind !== "postgres") throw new Error("no server");
  const jobs = await JobServer.open(location.address);
  const queue = new SharedQueue(jobs, { name: "bench", version: "0.0.0", device: "cpu", slots: 1 });
  const processes: ChildProcess[] = [];
  try {
    for (let made = 0; made < workers; made += workersOfAProcess)
      processes.push(await startProcess(url, Math.min(workersOfAProcess, workers - made)));
    const all = await flow(queue, { workers, order, seconds, server, url });
    const left = await Promise.all(processes.map(leave));
    const cpu = left.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
    return { ...all.figures, workerCpu: cpu / workers / all.lived };
  } finally {
    for (const child of processes) child.kill("SIGKILL");
    await queue.close();
    await jobs.close();
  }
}

type Flow = Crowd & { readonly server: BenchServer; readonly url: string };

async function flow(
  queue: SharedQueue,
  { workers, order, seconds, server, url }: Flow,
): Promise<{ readonly figures: Omit<CrowdFigures, "workerCpu">; readonly lived: number }> {
  const begun = wallClock.now();
  const idle: number[] = [];
  let counting = false;
  let over = false;
  let firsts = 0;
  let started = 0;
  const allBegun = withResolvers<void>();
  const failed = withResolvers<never>();
  const hand = (): void => {
    while (!over && queue.free(simulatedJob) > 0) start();
  };
  const start = (): void => {
    const seconds = order.seconds * (0.5 + ((golden * started++) % 1)); // else all would end in one moment
    queue.start(simulatedJob, { ...order, seconds }, (report) => {
      if (over || report.kind === "event") return;
      if (report.kind !== "done") return failed.reject(new Error(`a job ended in ${JSON.stringify(report)}`));
      hear(report.result);
      hand();
    });
  };
  const hear = ({ freeSince, begun: at }: SimulatedResult): void => {
    if (freeSince === null && ++firsts === workers) allBegun.resolve();
    if (counting && freeSince !== null) idle.push(at - freeSince);
  };
  const handing = setInterval(hand, 500); // workers come
  try {
    await Promise.race([allBegun.promise, failed.promise]);
    const before = { server: server.cpuSeconds(), own: process.cpuUsage(), at: wallClock.now() };
    counting = true;
    await Promise.race([sleep(seconds * 1000), failed.promise]);
    counting = false;
    const span = wallClock.now() - before.at;
    const own = process.cpuUsage(before.own);
    const cpu = server.cpuSeconds();
    const figures = {
      jobsPerSecond: idle.length / span,
      idleMs: [quantile(idle, 0.5), quantile(idle, 0.99)] as const,
      connections: await connectionsOf(url),
      serverCpu: cpu === null ? null : (cpu - before.server!) / span,
      coordinatorCpu: (own.user + own.system) / 1e6 / span,
      serverPrivateMiB: server.privateMiB(),
    };
    return { figures, lived: wallClock.now() - begun };
  } finally {
    over = true;
    clearInterval(handing);
  }
}

async function startProcess(url: string, count: number): Promise<ChildProcess> {
  const script = fileURLToPath(new URL("simulated-workers.js", import.meta.url));
  const child = fork(script, [url, String(count)], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  await wordOf(child, "ready");
  return child;
}

function leave(child: ChildProcess): Promise<Extract<SimulatedWord, { kind: "left" }>> {
  child.send("leave");
  return wordOf(child, "left");
}

function wordOf<K extends SimulatedWord["kind"]>(
  child: ChildProcess,
  kind: K,
): Promise<Extract<SimulatedWord, { kind: K }>> {
  return new Promise((resolve, reject) => {
    child.on("message", (word: SimulatedWord) => {
      if (word.kind === kind) resolve(word as Extract<SimulatedWord, { kind: K }>);
    });
    child.once("exit", (code, signal) => reject(new Error(`simulated workers ended with ${code ?? signal}`)));
  });
}

/** Connections to the database, without the one that counts them. */
async function connectionsOf(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url.replace(/\?.*/, "") });
  await client.connect();
  const { rows } = await client.query(
    "SELECT count(*)::int AS n FROM pg_stat_activity WHERE backend_type = 'client backend' AND datname = current_database() AND pid <> pg_backend_pid()",
  );
  await client.end();
  return (rows as { n: number }[])[0]!.n;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

function withResolvers<T>(): {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
} {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((yes, no) => {
    [resolve, reject] = [yes, no];
  });
  return { promise, resolve, reject };
}
