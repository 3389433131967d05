/**
 * A queue of tiny jobs on one worker process: jobs a second, and what each costs the process that queues them.
 *
 * The jobs give back what they are given (`test/jobs/tiny-job.mjs`): what is measured is the way there and back, which an
 * evaluation of a search pays once. With more jobs at hand at the worker it waits less for the next.
 */
import { fileURLToPath, pathToFileURL } from "node:url";
import type { JobKind, JobQueue } from "../src/jobs/queue.ts";
import { openWorkerPool } from "../src/jobs/worker-pool.ts";
import { readCall } from "./call.ts";
import { machine, median } from "./process.ts";

type TinyKind = JobKind<{ readonly do: "echo"; readonly value: number }, never, number>;

const { json } = readCall({});
const rounds = 5;
const count = 4000;
const aheads = [0, 1, 31];
const module = pathToFileURL(fileURLToPath(new URL("../../test/jobs/tiny-job.mjs", import.meta.url))).href;
const queue = openWorkerPool({ workers: 1 });
const rows: { ahead: number; jobsPerSecond: number; microseconds: number }[] = [];
try {
  for (const ahead of aheads) {
    const kind: TinyKind = { name: "tiny job", module, ahead };
    await flow(queue, kind, 500);
    const each: { readonly seconds: number; readonly processorSeconds: number }[] = [];
    for (let round = 0; round < rounds; round++) each.push(await measured(kind));
    const of = (key: "seconds" | "processorSeconds") => median(each.map((one) => one[key]));
    rows.push({ ahead, jobsPerSecond: count / of("seconds"), microseconds: (1e6 * of("processorSeconds")) / count });
  }
} finally {
  await queue.close();
}
if (json) console.log(JSON.stringify({ machine: machine(), rows }));
else {
  console.log(`\n${count} tiny jobs on one worker: ${machine()}; medians of ${rounds} rounds`);
  for (const { ahead, jobsPerSecond, microseconds } of rows)
    console.log(
      `  ${ahead} ahead: ${jobsPerSecond.toFixed(0)} a second, ${microseconds.toFixed(0)} µs of the queue's processor time each`,
    );
}

async function measured(kind: TinyKind): Promise<{ seconds: number; processorSeconds: number }> {
  const [start, before] = [performance.now(), process.cpuUsage()];
  await flow(queue, kind, count);
  const { user, system } = process.cpuUsage(before);
  return { seconds: (performance.now() - start) / 1000, processorSeconds: (user + system) / 1e6 };
}

/** Does jobs, each handed out as soon as it can be taken. */
function flow(jobs: JobQueue, kind: TinyKind, total: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let begun = 0;
    let done = 0;
    const hand = (): void => {
      while (begun < total && jobs.free(kind) > 0)
        jobs.start(kind, { do: "echo", value: begun++ }, (report) => {
          if (report.kind !== "done") return reject(new Error(`a tiny job ended in: ${JSON.stringify(report)}`));
          done += 1;
          if (done === total) resolve();
          else hand();
        });
    };
    hand();
  });
}
