/**
 * Entry of a worker process: runs the trials it is given, one after another, and reports what they tell.
 *
 * Only the coordinator writes records. A worker ends when its coordinator does, however that happens (the channel between
 * them closes), and leaves Ctrl-C, which the terminal sends to both, to the coordinator.
 */
import { systemClock } from "../core/clock.ts";
import { LabError } from "../core/errors.ts";
import type { LoadedDataset } from "../data/dataset.ts";
import { folderName } from "../data/folder-name.ts";
import type { InitialVariables } from "../trainer/initial-variables.ts";
import type { WorkerOrder, WorkerReport } from "./messages.ts";

type RunOrder = Extract<WorkerOrder, { kind: "run" }>;
type TrainerModule = Pick<typeof import("./trainer-module.ts"), "runTrial" | "loadDataset">;

let stopping = false;
let loaded: { readonly name: string; readonly dataset: Promise<LoadedDataset> } | null = null;

process.on("SIGINT", () => {});
process.on("disconnect", () => process.exit(0));
process.on("message", (order: WorkerOrder) => {
  if (order.kind === "stop") stopping = true;
  else void run(order);
});
report({ kind: "ready" });

async function run(order: RunOrder): Promise<void> {
  const { key, config, checkpointPath, weightsPath, checkpointEverySteps } = order;
  try {
    const trainer = await trainerOf(order);
    const dataset = await datasetOf(order, trainer);
    const trial = trainer.runTrial(config, {
      dataset,
      initial: await initialOf(order, dataset),
      checkpointPath,
      weightsPath,
      checkpointEverySteps,
      clock: systemClock,
      shouldStop: () => stopping,
    });
    let next = await trial.next();
    while (!next.done) {
      report({ kind: "event", key, event: next.value });
      await messagesHandled();
      next = await trial.next();
    }
    report({ kind: "ended", key, stopped: next.value === null });
  } catch (error) {
    report(failureOf(key, error));
  }
}

async function trainerOf({ trainerModule }: RunOrder): Promise<TrainerModule> {
  if (trainerModule === null) return import("./trainer-module.ts");
  return (await import(trainerModule)) as TrainerModule;
}

/** The data of the last trial is kept, for the next one mostly uses the same. */
async function datasetOf({ config, dataDir }: RunOrder, { loadDataset }: TrainerModule): Promise<LoadedDataset> {
  const { name, size, channels } = config.data;
  const shared = name === folderName ? `${name} ${channels} ${size}` : name;
  // What may be broken was judged when the study was planned, and each worker has one core.
  const folder = { size, channels, tolerateBroken: 1, decodeThreads: 1 };
  if (loaded?.name !== shared)
    loaded = { name: shared, dataset: loadDataset(name, { ...folder, ...(dataDir === null ? {} : { dataDir }) }) };
  return loaded.dataset;
}

/** Starting weights, as the trial was planned with them. */
async function initialOf({ config, initPath }: RunOrder, dataset: LoadedDataset): Promise<InitialVariables | null> {
  if (config.init === undefined || initPath === null) return null;
  const { initialVariablesOf, readInitFile } = await import("./init-file.ts");
  const { modelFor } = await import("../trainer/trial-plan.ts");
  const file = await readInitFile(initPath, config.init);
  return initialVariablesOf(file, modelFor(config, dataset), dataset.classes);
}

function failureOf(key: string, error: unknown): WorkerReport {
  if (error instanceof LabError) return { kind: "refused", key, code: error.code, sentence: error.message };
  return { kind: "faulted", key, sentence: faultOf(error) };
}

/** The message and the place it was thrown, on one line. */
function faultOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const place =
    error.stack
      ?.split("\n")
      .find((line) => /^\s+at /.test(line))
      ?.trim() ?? "";
  return `${error.message} (${place})`;
}

function report(message: WorkerReport): void {
  if (process.connected) process.send?.(message);
}

/** Lets an order to stop in: a trial's own waiting may never reach the event loop. */
function messagesHandled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
