// A process of many workers: each with the connections, the words and the statements of `lionlab worker --slots 1`, and no training.
// usage: simulated-workers.js ADDRESS COUNT
import { setMaxListeners } from "node:events";
import { JobServer } from "../../src/jobs/postgres/job-server.ts";
import { WorkerHost } from "../../src/jobs/postgres/worker-host.ts";
import type { JobKind } from "../../src/jobs/queue.ts";
import { storeLocation } from "../../src/records/location.ts";
import { SimulatedQueue, simulatedJob } from "./simulated-queue.ts";

/** What the process tells: that all of its workers are there, and what they took when they have left. */
export type SimulatedWord =
  | { readonly kind: "ready" }
  | { readonly kind: "left"; readonly cpuSeconds: number; readonly peakMiB: number };

const [target, count] = process.argv.slice(2) as [string, string];
const location = storeLocation(target);
if (location.kind !== "postgres") throw new Error(`no server: ${location.kind}`);
const { address } = location;
const leaving = new AbortController();
setMaxListeners(0, leaving.signal);
const running: Promise<void>[] = [];
const servers: JobServer[] = [];
const atOnce = 10;

for (let made = 0; made < Number(count); made += atOnce)
  await Promise.all(Array.from({ length: Math.min(atOnce, Number(count) - made) }, begin));
process.once("message", () => leaving.abort());
say({ kind: "ready" });
const before = process.cpuUsage();
await Promise.all(running);
const { user, system } = process.cpuUsage(before);
say({ kind: "left", cpuSeconds: (user + system) / 1e6, peakMiB: process.resourceUsage().maxRSS / 1024 });
await Promise.all(servers.map((server) => server.close()));
process.disconnect();

async function begin(): Promise<void> {
  const server = await JobServer.open(address);
  servers.push(server);
  const kind = { kind: simulatedJob as JobKind<unknown, unknown, unknown>, isPartial: () => false };
  const host = new WorkerHost(server, new SimulatedQueue(1), {
    ...{
      version: "0.0.0",
      device: "cpu",
      processor: "simulated",
      slots: 1,
      kinds: new Map([[simulatedJob.name, kind]]),
    },
  });
  running.push(host.run(leaving.signal));
}

function say(word: SimulatedWord): void {
  process.send!(word);
}
