// A coordinator process for tests: runs a discovery with the fake evaluator (or the real one) and prints its events, a line each.
// Usage: node coordinate.mjs BUILD JSON   with {folder, searches, budget, workers, storage?, real?, dataDir?}
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { stopAtInterrupts } from "../jobs/interrupts.mjs";

const [build, text] = process.argv.slice(2);
const order = JSON.parse(text);
const {
  folder,
  searches,
  budget,
  workers,
  storage: target = join(folder, "discovery.sqlite"),
  real = false,
  dataDir,
} = order;
const load = (file) => import(pathToFileURL(join(build, file)));
const [{ openSearchStorage }, { runDiscovery }, { systemClock }] = await Promise.all(
  ["records/search-open.js", "search/run-discovery.js", "core/clock.js"].map(load),
);

const noBudget = { programs: null, evaluations: null, seconds: null, target: null };
const plan = { name: "test", config: {}, command: "test", searches, budget: { ...noBudget, ...budget } };
const stop = stopAtInterrupts();
try {
  const storage = await openSearchStorage(target, { mode: "run" });
  try {
    const events = runDiscovery(plan, {
      storage,
      workers,
      dataDir,
      clock: systemClock,
      stop,
      ...(real ? {} : { evaluatorModule: new URL("./fake-evaluator.mjs", import.meta.url).href }),
    });
    for await (const event of events) process.stdout.write(`${JSON.stringify(event)}\n`);
  } finally {
    await storage.close();
  }
} catch (error) {
  process.stdout.write(`${JSON.stringify({ kind: "error", code: error.code, message: error.message })}\n`);
  process.exitCode = 2;
}
