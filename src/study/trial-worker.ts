/**
 * What a worker does with a trial: loads what it needs, trains, and tells the trainer's events.
 *
 * Only the coordinator writes records.
 */
import { systemClock } from "../core/clock.ts";
import type { LoadedDataset } from "../data/dataset.ts";
import { folderName } from "../data/folder-name.ts";
import type { JobRun } from "../jobs/queue.ts";
import type { InitialVariables } from "../trainer/initial-variables.ts";
import type { TrialOrder, trialJob } from "./trial-job.ts";

type TrainerModule = Pick<typeof import("./trainer-module.ts"), "runTrial" | "loadDataset">;

let loaded: { readonly name: string; readonly dataset: Promise<LoadedDataset> } | null = null;

/** Runs a trial to its end, or to a checkpoint where it is asked to stop. */
export const run: JobRun<typeof trialJob> = async (order, { tell, shouldStop }) => {
  const { config, checkpointPath, weightsPath, checkpointEverySteps } = order;
  const trainer = await trainerOf(order);
  const dataset = await datasetOf(order, trainer);
  const initial = await initialOf(order, dataset);
  const files = { checkpointPath, weightsPath, checkpointEverySteps };
  const trial = trainer.runTrial(config, { dataset, initial, ...files, clock: systemClock, shouldStop });
  let next = await trial.next();
  while (!next.done) {
    await tell(next.value);
    next = await trial.next();
  }
  return { stopped: next.value === null };
};

async function trainerOf({ trainerModule }: TrialOrder): Promise<TrainerModule> {
  if (trainerModule === null) return import("./trainer-module.ts");
  return (await import(trainerModule)) as TrainerModule;
}

/** The data of the last trial is kept, for the next one mostly uses the same. */
async function datasetOf({ config, dataDir }: TrialOrder, { loadDataset }: TrainerModule): Promise<LoadedDataset> {
  const { name, size, channels } = config.data;
  const shared = name === folderName ? `${name} ${channels} ${size}` : name;
  // What may be broken was judged when the study was planned, and each worker has one core.
  const folder = { size, channels, tolerateBroken: 1, decodeThreads: 1 };
  if (loaded?.name !== shared)
    loaded = { name: shared, dataset: loadDataset(name, { ...folder, ...(dataDir === null ? {} : { dataDir }) }) };
  return loaded.dataset;
}

/** Starting weights, as the trial was planned with them. */
async function initialOf({ config, initPath }: TrialOrder, dataset: LoadedDataset): Promise<InitialVariables | null> {
  if (config.init === undefined || initPath === null) return null;
  const { initialVariablesOf, readInitFile } = await import("./init-file.ts");
  const { modelFor } = await import("../trainer/trial-plan.ts");
  const file = await readInitFile(initPath, config.init);
  return initialVariablesOf(file, modelFor(config, dataset), dataset.classes);
}
