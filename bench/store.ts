/**
 * Stores of ten thousand trials and of 25,000 programs: how long `plan`, `show`, a report, an archive and taking a study up again take.
 *
 * `plan` and `show` are whole processes of the command line; resuming is everything between opening the store and
 * knowing what is left to train; a report is loaded and built, not rendered; an archive is written in batches, then read. What being
 * watched costs: a thousand times that a run tells of itself, which it does once a second, and a thousand looks of a
 * follower, the first of them at everything.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openStorage } from "../src/records/open.ts";
import { samplePulse } from "../src/records/samples.ts";
import { openSearchStorage } from "../src/records/search-open.ts";
import { sampleDiscovery, sampleLargeBatch, sampleSearch } from "../src/records/search-samples.ts";
import type { Storage } from "../src/records/storage.ts";
import { buildReport } from "../src/report/build-report.ts";
import { planStudy, type StudyPlan } from "../src/study/plan.ts";
import { readStudy } from "../src/study/read.ts";
import { readCall } from "./call.ts";
import { fillStore } from "./filled-store.ts";
import { machine, median } from "./process.ts";

const { json } = readCall({});
const folder = mkdtempSync(join(tmpdir(), "lionlab-store-"));
const cli = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const file = join(folder, "ten-thousand.yaml");
const rounds = 5;

writeFileSync(
  file,
  [
    "name: ten-thousand",
    "data: { name: fashion-mnist, validation: 0.2 }",
    "model: fashion-cnn",
    "training: { epochs: 2, batchSize: 128 }",
    "lr: { from: 0.00001, to: 0.1, points: 2500, scale: log }",
    "optimizers: [lion, adam, adamw, sgd]",
  ].join("\n"),
);

try {
  const plan = await planOf(file);
  const filled = await seconds(() => fillStore(join(folder, "study.sqlite"), { plan, epochs: 2 }));
  const out = ["--out", folder];
  const times = {
    plan: await repeat(() => lionlab("plan", file, ...out)),
    show: await repeat(() => lionlab("show", folder)),
    resume: await repeat(() => resume(file)),
    report: await repeat(() => report(plan)),
    archive: await repeat(archive),
    pulses: await repeat(() => pulses(plan)),
    looks: await repeat(() => looks(plan)),
  };
  if (json) console.log(JSON.stringify({ machine: machine(), seconds: times }));
  else {
    console.log(`\nA store of ${plan.trials.length} trials (written in ${filled.toFixed(1)} s): ${machine()}`);
    for (const [name, value] of Object.entries(times)) console.log(`  ${name.padEnd(8)} ${value.toFixed(2)} s`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function planOf(study: string): Promise<StudyPlan> {
  return planStudy(await readStudy(study), {
    fingerprint: "0".repeat(64),
    command: "lionlab compare ten-thousand.yaml",
  });
}

/** What a run does before it trains: read and plan the study, open the store, write the plan, find what is left. */
async function resume(study: string): Promise<void> {
  const plan = await planOf(study);
  await withStorage("run", async (storage) => {
    await storage.lockForRun(plan.study.name);
    await storage.putStudy(plan.study, plan.trials);
    const states = await storage.listStates(plan.study.name);
    if ([...states.values()].some((state) => state !== "finished")) throw new Error("the store lost a result");
  });
}

async function report({ study }: StudyPlan): Promise<void> {
  await withStorage("read", async (storage) => {
    buildReport({ study, trials: await storage.loadTrials(study.name) });
  });
}

/** 25,000 children of a search, one in ten evaluated. */
async function archive(): Promise<void> {
  const search = sampleSearch();
  const storage = await openSearchStorage(":memory:", { mode: "run" });
  await storage.putDiscovery(sampleDiscovery([search]), [search]);
  for (let from = 0; from < 25_000; from += 500)
    await storage.appendBatch(search.key, sampleLargeBatch(from, from + 500));
  await storage.children(search.key);
  await storage.evaluations(search.key);
  await storage.close();
}

/** A run with two trials under way tells of itself a thousand times. */
async function pulses({ study, trials }: StudyPlan): Promise<void> {
  const pulse = samplePulse(trials[0]!.key);
  const told = { ...pulse, trials: trials.slice(0, 2).map(({ key }) => ({ ...pulse.trials[0]!, key })) };
  await withStorage("run", async (storage) => {
    for (let heardAt = 0; heardAt < 1000; heardAt++) await storage.putPulse(study.name, { ...told, heardAt });
  });
}

/** A follower looks at all trials, then a thousand times at what is new. */
async function looks({ study }: StudyPlan): Promise<void> {
  await withStorage("read", async (storage) => {
    const { cursor } = await storage.changesSince(study.name, null);
    for (let look = 0; look < 1000; look++) await storage.changesSince(study.name, cursor);
  });
}

async function withStorage(mode: "run" | "read", work: (storage: Storage) => Promise<void>): Promise<void> {
  const storage = await openStorage(join(folder, "study.sqlite"), { mode });
  try {
    await work(storage);
  } finally {
    await storage.close();
  }
}

function lionlab(...args: readonly string[]): void {
  execFileSync(process.execPath, [cli, ...args], { stdio: "pipe" });
}

async function repeat(work: () => void | Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) times.push(await seconds(work));
  return median(times);
}

async function seconds(work: () => void | Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
