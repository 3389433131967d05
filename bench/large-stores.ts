/**
 * Stores of a hundred thousand trials of twenty epochs, in a file and on a PostgreSQL server: `show`, `status` and `report`.
 *
 * Whole processes of the command line, as a package starts: seconds of the wall clock and of processor time, and the peak of resident memory.
 * `sqlite`, `postgres`: one of them alone; `small`: ten thousand trials. The server is that of `LIONLAB_STORAGE`, else one that is started here.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { JobServer } from "../src/jobs/postgres/job-server.ts";
import { storeLocation } from "../src/records/location.ts";
import { planStudy } from "../src/study/plan.ts";
import { readStudy } from "../src/study/read.ts";
import { readCall } from "./call.ts";
import { fillStore } from "./filled-store.ts";
import { machine } from "./process.ts";
import { benchServer } from "./served/bench-server.ts";

const { json, given } = readCall({ stores: { words: ["sqlite", "postgres"] }, sizes: { words: ["small"] } });
const seeds = given.sizes.includes("small") ? 25 : 250;
const stores = given.stores.length === 0 ? ["sqlite", "postgres"] : given.stores;
const folder = mkdtempSync(join(tmpdir(), "lionlab-large-"));
const meter = join(folder, "meter.cjs");
const cli = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

writeFileSync(
  meter,
  `if (require("node:worker_threads").isMainThread) process.on("exit", () => {
    const { user, system } = process.cpuUsage();
    const { maxRSS } = process.resourceUsage(); // KiB
    require("node:fs").writeSync(3, JSON.stringify({ cpu: (user + system) / 1e6, peak: (maxRSS * 1024) / 1e6 }));
  });`,
);

try {
  const plan = await planOf();
  if (!json) console.log(`\nStores of ${plan.trials.length} trials of 20 epochs: ${machine()}`);
  if (stores.includes("sqlite")) {
    await fillStore(join(folder, "study.sqlite"), { plan, epochs: 20 });
    show("file", "show", ["show", folder]);
    show("file", "report", ["report", folder]);
  }
  if (stores.includes("postgres")) await onServer();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function onServer(): Promise<void> {
  const plan = await planOf();
  const server = await benchServer();
  try {
    const storage = server.url("bench_large");
    await fillStore(storage, { plan, epochs: 20 });
    const location = storeLocation(storage);
    if (location.kind === "postgres") await (await JobServer.open(location.address)).close(); // its tables, which `status` reads
    show("server", "show", ["show", plan.study.name, "--storage", storage]);
    show("server", "status", ["status", "--storage", storage]);
    show("server", "report", ["report", plan.study.name, "--storage", storage, "--out", join(folder, "of-server")]);
  } finally {
    await server.close();
  }
}

async function planOf() {
  const file = join(folder, "large.yaml");
  writeFileSync(
    file,
    [
      "name: large",
      "data: { name: fashion-mnist, validation: 0.2 }",
      "model: fashion-cnn",
      "training: { epochs: 20, batchSize: 128 }",
      "lr: { from: 0.00001, to: 0.1, points: 40, scale: log }",
      `seeds: ${seeds}`,
      "optimizers: [lion, adam, adamw, sgd, adagrad, rmsprop, nadam, adamax, amsgrad, cautious-lion]",
    ].join("\n"),
  );
  return planStudy(await readStudy(file), { fingerprint: "0".repeat(64), command: "lionlab compare large.yaml" });
}

/** Runs it, and prints what it took. */
function show(store: string, name: string, args: readonly string[]): void {
  process.stderr.write(`${name}, ${store}\n`);
  const begun = performance.now();
  const { status, output, stderr } = spawnSync(process.execPath, ["--require", meter, cli, ...args], {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe", "pipe"],
  });
  const wall = (performance.now() - begun) / 1000;
  if (status !== 0) throw new Error(`${args.join(" ")} failed: ${stderr}`);
  const { cpu, peak } = JSON.parse(String(output[3])) as { cpu: number; peak: number };
  if (json) console.log(JSON.stringify({ store, name, wall, cpu, peak }));
  else
    console.log(
      `  ${store.padEnd(7)} ${name.padEnd(7)} ${wall.toFixed(1)} s wall  ${cpu.toFixed(1)} s processor  ${peak.toFixed(0)} MB at the peak`,
    );
}
