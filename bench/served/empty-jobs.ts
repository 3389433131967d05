// What the queue of a server adds to a job that does nothing: the way there and back, one job after another.
import { performance } from "node:perf_hooks";
import { JobServer } from "../../src/jobs/postgres/job-server.ts";
import { SharedQueue } from "../../src/jobs/postgres/shared-queue.ts";
import { WorkerHost } from "../../src/jobs/postgres/worker-host.ts";
import type { JobKind } from "../../src/jobs/queue.ts";
import { storeLocation } from "../../src/records/location.ts";
import { median } from "../process.ts";
import type { BenchServer } from "./bench-server.ts";
import { SimulatedQueue, simulatedJob } from "./simulated-queue.ts";

/** Milliseconds of a job. */
export interface EmptyJobFigures {
  /** From queueing it until its end is told, where nothing else waits. */
  readonly alone: number;
  /** A worker's time for each, where the next always waits. */
  readonly inTurn: number;
  /** Processor time of this process, owner and worker, in turn. */
  readonly processor: number;
}

/** Does `count` jobs each way. */
export async function emptyJobs(server: BenchServer, count: number): Promise<EmptyJobFigures> {
  const location = storeLocation(server.url("bench_empty"));
  if (location.kind !== "postgres") throw new Error("no server");
  const [owning, working] = [await JobServer.open(location.address), await JobServer.open(location.address)];
  const facts = { version: "0.0.0", device: "cpu" };
  const queue = new SharedQueue(owning, { ...facts, name: "bench", slots: 1 });
  const kinds = new Map([
    [simulatedJob.name, { kind: simulatedJob as JobKind<unknown, unknown, unknown>, isPartial: () => false }],
  ]);
  const host = new WorkerHost(working, new SimulatedQueue(1), { ...facts, processor: "simulated", slots: 1, kinds });
  const leaving = new AbortController();
  const gone = host.run(leaving.signal);
  const once = (): Promise<number> => {
    const begun = performance.now();
    return new Promise((resolve, reject) => {
      queue.start(simulatedJob, { seconds: 0, tellEverySeconds: 60 }, (report) => {
        if (report.kind === "done") resolve(performance.now() - begun);
        else reject(new Error(`a job ended in ${JSON.stringify(report)}`));
      });
    });
  };
  try {
    for (let job = 0; job < 20; job++) await once();
    const alone: number[] = [];
    for (let job = 0; job < count; job++) alone.push(await once());
    const [begun, before] = [performance.now(), process.cpuUsage()];
    await Promise.all(Array.from({ length: count }, once));
    const { user, system } = process.cpuUsage(before);
    return {
      alone: median(alone),
      inTurn: (performance.now() - begun) / count,
      processor: (user + system) / 1e3 / count,
    };
  } finally {
    await queue.close();
    leaving.abort();
    await gone;
    await Promise.all([owning.close(), working.close()]);
  }
}
