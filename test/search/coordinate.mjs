// A coordinator process for tests: runs a discovery with the fake evaluator (or the real one) and prints its events, a line each.
// Usage: node coordinate.mjs BUILD JSON   with {folder, searches, budget, workers, real?, dataDir?}
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [build, text] = process.argv.slice(2);
const { folder, searches, budget, workers, real = false, dataDir } = JSON.parse(text);
const load = (file) => import(pathToFileURL(join(build, file)));
const [{ openSearchStorage }, { runDiscovery }, { systemClock }] = await Promise.all(
  ["records/search-open.js", "search/run-discovery.js", "core/clock.js"].map(load),
);

const noBudget = { programs: null, evaluations: null, seconds: null, target: null };
const plan = { name: "test", config: {}, command: "test", searches, budget: { ...noBudget, ...budget } };
let stopping = false;
process.on("SIGINT", () => {
  stopping = true;
});
try {
  const storage = await openSearchStorage(join(folder, "discovery.sqlite"), { mode: "run" });
  try {
    await runDiscovery(plan, {
      storage,
      workers,
      dataDir,
      clock: systemClock,
      shouldStop: () => stopping,
      onEvent: (event) => process.stdout.write(`${JSON.stringify(event)}\n`),
      ...(real ? {} : { evaluatorModule: new URL("./fake-evaluator.mjs", import.meta.url).href }),
    });
  } finally {
    await storage.close();
  }
} catch (error) {
  process.stdout.write(`${JSON.stringify({ kind: "error", code: error.code, message: error.message })}\n`);
  process.exitCode = 2;
}
