/**
 * What a worker needs for a trial besides its config: the trainer, the data, starting weights, and where files go.
 */

import type { BlobStore } from "../blobs/blob-store.ts";
import { openBlobs } from "../blobs/open.ts";
import { systemClock } from "../core/clock.ts";
import { InternalError } from "../core/errors.ts";
import type { LoadedDataset } from "../data/dataset.ts";
import { folderName } from "../data/folder-name.ts";
import type { InitialVariables } from "../trainer/initial-variables.ts";
import type { TrialOptions } from "../trainer/run-trial.ts";
import { weightsKey } from "./trial-blobs.ts";
import type { TrialOrder } from "./trial-job.ts";

/** What a worker trains with. */
export type Trainer = typeof import("./trainer-module.ts");

let opened: { readonly address: string; readonly store: Promise<BlobStore> } | null = null;

let loaded: { readonly name: string; readonly dataset: Promise<LoadedDataset> } | null = null;

/** Options of a trial, but for when it is to stop. */
type TrialInputs = Omit<TrialOptions, "shouldStop"> & { readonly checkpoints: BlobStore };

/** Loads and opens them. */
export async function inputsOf(order: TrialOrder, trainer: Trainer): Promise<TrialInputs> {
  const { key, goesOnFrom, keepsWeights, checkpointEverySteps } = order;
  const dataset = await datasetOf(order, trainer);
  const checkpoints = await storeOf(order);
  const initial = await initialOf(order, { dataset, store: checkpoints });
  const keepWeights = keepsWeights ? (bytes: Uint8Array) => checkpoints.put(weightsKey(key), bytes) : null;
  return { dataset, initial, checkpoints, goesOnFrom, keepWeights, checkpointEverySteps, clock: systemClock };
}

/** What trains: the laboratory's own trainer, or the one of a test. */
export async function trainerOf({ trainerModule }: TrialOrder): Promise<Trainer> {
  if (trainerModule === null) return import("./trainer-module.ts");
  return (await import(trainerModule)) as Trainer;
}

/** The store of the last trial is kept open, for the next one mostly uses the same. */
async function storeOf({ checkpoints: address }: TrialOrder): Promise<BlobStore> {
  if (address === null) throw new InternalError("a trial came without a place for its checkpoints");
  if (opened?.address !== address) opened = { address, store: openBlobs(address) };
  return opened.store;
}

/** The data of the last trial is kept, for the next one mostly uses the same. */
async function datasetOf({ config, dataDir }: TrialOrder, { loadDataset }: Trainer): Promise<LoadedDataset> {
  const { name, size, channels } = config.data;
  const shared = name === folderName ? `${name} ${channels} ${size}` : name;
  // What may be broken was judged when the study was planned, and each worker has one core.
  const folder = { size, channels, tolerateBroken: 1, decodeThreads: 1 };
  if (loaded?.name !== shared)
    loaded = { name: shared, dataset: loadDataset(name, { ...folder, ...(dataDir === null ? {} : { dataDir }) }) };
  return loaded.dataset;
}

/** Starting weights, as the trial was planned with them. */
async function initialOf(
  { config, initPath, initBlobs }: TrialOrder,
  { dataset, store }: { readonly dataset: LoadedDataset; readonly store: BlobStore },
): Promise<InitialVariables | null> {
  if (config.init === undefined || initPath === null) return null;
  const { initialVariablesOf, readInitFile } = await import("./init-file.ts");
  const { modelFor } = await import("../trainer/trial-plan.ts");
  const { fetchStartingWeights } = await import("./starting-weights.ts");
  const path =
    initBlobs === null ? initPath : await fetchStartingWeights(store, { prefix: initBlobs, init: config.init });
  const file = await readInitFile(path, config.init);
  return initialVariablesOf(file, modelFor(config, dataset), dataset.classes);
}
