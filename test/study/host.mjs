// A machine that takes trials of shared runs from a server, for tests. Usage: node host.mjs BUILD JSON   with {storage, slots}; SIGINT asks it to leave.
// Prints {kind: "ready"}, and {kind: "word", sentence} for what it says, a line each.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { stopAtInterrupts } from "../jobs/interrupts.mjs";

const [build, text] = process.argv.slice(2);
const { storage, slots } = JSON.parse(text);
const load = (file) => import(pathToFileURL(join(build, file)));
const [{ JobServer }, { WorkerHost }, { openWorkerPool }, { postgresAddress }, { hostedKinds }] = await Promise.all(
  [
    "jobs/postgres/job-server.js",
    "jobs/postgres/worker-host.js",
    "jobs/worker-pool.js",
    "records/postgres/address.js",
    "library/worker/hosted-kinds.js",
  ].map(load),
);

const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const stop = stopAtInterrupts();
const server = await JobServer.open(postgresAddress(storage));
const pool = openWorkerPool({ workers: slots });
const host = new WorkerHost(server, pool, {
  ...{
    version: "test",
    device: "cpu",
    processor: "a processor",
    slots,
    kinds: hostedKinds({ dataDir: null, store: storage }),
  },
  onWord: (sentence) => say({ kind: "word", sentence }),
});
say({ kind: "ready" });
await host.run(stop.drain);
await pool.close();
await server.close();
