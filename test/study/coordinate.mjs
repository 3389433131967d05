// A coordinator process for tests: runs a study with the fake trainer (or the real one) and prints its events, a line each.
// Usage: node coordinate.mjs BUILD JSON   with {folder, study, workers, fingerprint?, dataDir?, real?, stopSeconds?, stack?, checkpoints?, slice?},
// storage?, where its records are kept; in the folder where it is not said; and shared?, whether its trials are taken from there (host.mjs).
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { stopAtInterrupts } from "../jobs/interrupts.mjs";

const [build, text] = process.argv.slice(2);
const {
  folder,
  study,
  workers,
  storage: target = join(folder, "study.sqlite"),
  fingerprint = "0".repeat(64),
  dataDir,
  real = false,
  stopSeconds,
  stack,
  checkpoints,
  slice,
  shared = false,
} = JSON.parse(text);
const load = (file) => import(pathToFileURL(join(build, file)));
const [{ openStorage }, { parseStudy }, { planStudy }, { runStudy }, { systemClock }] = await Promise.all(
  ["records/open.js", "study/read.js", "study/plan.js", "study/run.js", "core/clock.js"].map(load),
);

const plan = planStudy(parseStudy(JSON.stringify(study)), { fingerprint, command: "test" });
const stop = stopAtInterrupts();
try {
  const jobs = shared ? await share() : null;
  const storage = await openStorage(target, { mode: "run" });
  const events = runStudy(plan, {
    storage,
    workers,
    checkpoints: checkpoints ?? (shared ? target : join(folder, "checkpoints")),
    clock: systemClock,
    dataDir,
    stop,
    stopSeconds,
    stack,
    slice,
    ...(jobs === null ? {} : { queue: jobs.queue, isShared: true }),
    ...(real ? {} : { trainerModule: new URL("./fake-trainer.mjs", import.meta.url).href }),
  });
  for await (const event of events) {
    const { trial, ...shown } = event;
    process.stdout.write(`${JSON.stringify({ ...shown, lr: trial?.config.lr, pid: process.pid })}\n`);
  }
  await storage.close();
  await jobs?.close();
} catch (error) {
  process.stdout.write(`${JSON.stringify({ kind: "error", code: error.code, message: error.message })}\n`);
  process.exitCode = 2;
}

async function share() {
  const [{ JobServer }, { SharedQueue }, { postgresAddress }] = await Promise.all(
    ["jobs/postgres/job-server.js", "jobs/postgres/shared-queue.js", "records/postgres/address.js"].map(load),
  );
  const server = await JobServer.open(postgresAddress(target));
  const onWord = (sentence) => process.stdout.write(`${JSON.stringify({ kind: "waiting", sentence })}\n`);
  const shared = { name: plan.study.name, version: "test", device: "cpu", slots: workers, onWord };
  const queue = new SharedQueue(server, shared);
  return {
    queue,
    close: async () => {
      await queue.close();
      await server.close();
    },
  };
}
