// A machine that takes trials of shared runs from a server, for tests. Usage: node host.mjs BUILD JSON   with {storage, slots, processor?}; SIGINT asks it to leave.
// Prints {kind: "ready"}, and {kind: "word", sentence} for what it says, a line each.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { stopAtInterrupts } from "../jobs/interrupts.mjs";

const [build, text] = process.argv.slice(2);
const { storage, slots, processor = "a processor" } = JSON.parse(text);
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
const trial = hostedKinds({ dataDir: null, store: storage }).get("trial");
const trainer = new URL("./fake-trainer.mjs", import.meta.url);
trainer.searchParams.set("processor", processor);
/** As the fake trainer does it on such a processor; a real trainer computes as this machine does. */
const here = (order) => {
  const slice = trial.here(order);
  return slice.trial.trainerModule === null
    ? slice
    : { ...slice, trial: { ...slice.trial, trainerModule: trainer.href } };
};
const host = new WorkerHost(server, pool, {
  ...{ version: "test", device: "cpu", processor, slots, kinds: new Map([["trial", { ...trial, here }]]) },
  onWord: (sentence) => say({ kind: "word", sentence }),
});
say({ kind: "ready" });
await host.run(stop.drain);
await pool.close();
await server.close();
