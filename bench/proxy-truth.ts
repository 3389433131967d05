/**
 * Makes the truth that proxies are held to: thirteen optimizers, tuned fairly, on real tasks; the figures go to bench/proxies/truth.json.
 *
 * Runs the study bench/proxies/truth.yaml by `lionlab compare`, once for each real task, in the order of their worth; words are names of tasks. Hours, so run
 * it in the background (`nice -n 19`); stopped at any moment, it goes on where it was. A task's figures are written when it is done.
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { writeFileAtomically } from "../src/core/atomic-file.ts";
import { openStorage } from "../src/records/open.ts";
import { collectTruth, withTask } from "../src/search/suites/collect-truth.ts";
import { type RealTask, realTasks } from "../src/search/suites/real-tasks.ts";
import { readTruth } from "../src/search/suites/truth.ts";
import { readStudy } from "../src/study/read.ts";
import { readCall } from "./call.ts";
import { fromCheckout } from "./checkout.ts";

const { given } = readCall({ tasks: { words: realTasks.map(({ name }) => name) } });
const chosen = realTasks.filter(({ name }) => given.tasks.length === 0 || given.tasks.includes(name));
const studyFile = fromCheckout("bench/proxies/truth.yaml");
const truthFile = fromCheckout("bench/proxies/truth.json");

for (const task of chosen) {
  process.stderr.write(`${task.name}: ${task.about}\n`);
  const code = await compare(task);
  if (code !== 0) {
    process.exitCode = code;
    break;
  }
  await collect(task);
}

/** Runs, or goes on with, the study of a task; its exit code. */
function compare({ name, set }: RealTask): Promise<number> {
  const changes = [`name=${name}`, ...set].flatMap((change) => ["--set", change]);
  const args = [fromCheckout("bin/lionlab.mjs"), "compare", studyFile, ...changes, "--out", folderOf(name)];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: "inherit" });
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 1));
  });
}

async function collect({ name, set }: RealTask): Promise<void> {
  const { seeds } = await readStudy(studyFile, { overrides: { set } });
  const storage = await openStorage(`${folderOf(name)}/study.sqlite`, { mode: "read" });
  try {
    const heads = await storage.listTrials(name);
    const trials = (await Promise.all(heads.map(({ key }) => storage.getTrial(key)))).filter((trial) => trial !== null);
    const date = new Date().toISOString().slice(0, 10);
    const entries = collectTruth(trials, { task: name, seeds, date });
    const truth = readTruth(readFileSync(truthFile, "utf8"), truthFile);
    await writeFileAtomically(truthFile, `${JSON.stringify(withTask(truth, entries), null, 1)}\n`);
    process.stderr.write(`${name}: ${entries.length} rules are in bench/proxies/truth.json\n`);
  } finally {
    await storage.close();
  }
}

function folderOf(name: string): string {
  return `runs/proxy-truth/${name}`;
}
