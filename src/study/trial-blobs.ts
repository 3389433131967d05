/** What trials leave in the store of blobs, and what becomes of it: their checkpoints and the weights that are kept. */
import { basename, join } from "node:path";
import type { BlobStore } from "../blobs/blob-store.ts";
import { wholeAddress } from "../blobs/open.ts";
import { writeFileAtomically } from "../core/atomic-file.ts";
import { sha256Hex } from "../core/hash.ts";
import type { PlannedTrial } from "../records/storage.ts";
import { blobsOfTrial, removeCheckpoints } from "../trainer/checkpoint.ts";
import type { StudyPlan } from "./plan.ts";
import type { RunOptions } from "./run-options.ts";
import { initBlobsOf, isHandedOut } from "./starting-weights.ts";
import type { TrialOrder } from "./trial-job.ts";

/** How a study is run. */
type StudyRun = RunOptions & { readonly plan: StudyPlan };

/** What a worker is told of a trial. */
export function orderOf({ key, config, goesOn }: PlannedTrial, options: StudyRun): TrialOrder {
  const {
    weightsDir,
    leavesWeights = false,
    initPath = null,
    checkpointEverySteps = null,
    dataDir = null,
    trainerModule = null,
  } = options;
  const checkpoints = options.checkpointsAtServer === true ? null : wholeAddress(options.checkpoints);
  const blobs = {
    checkpoints,
    goesOnFrom: goesOn?.key ?? null,
    keepsWeights: weightsDir !== undefined || leavesWeights,
  };
  const initBlobs = isHandedOut(options) ? initBlobsOf(options.plan.study.name, options) : null;
  return { config, key, ...blobs, initPath, initBlobs, checkpointEverySteps, dataDir, trainerModule };
}

/** Key of the file of a finished trial's weights. */
export function weightsKey(key: string): string {
  return `${blobsOfTrial(key)}weights.safetensors`;
}

/** Prefix of the blobs of weights that a study left in the store. */
function leftBlobs({ study: { name } }: StudyPlan): string {
  return `weights-${sha256Hex(name).slice(0, 24)}/`;
}

/**
 * Keeps the weights that a trial left, as a file of this machine or where they stay when its other blobs are removed, as the run says; does nothing
 * for one that left none, as those that diverged.
 */
export async function keepWeights(
  store: BlobStore,
  key: string,
  { weightsDir, leavesWeights = false, plan }: StudyRun,
): Promise<void> {
  const bytes = weightsDir !== undefined || leavesWeights ? await store.get(weightsKey(key)) : null;
  if (bytes === null) return;
  const name = `${key}.safetensors`;
  if (weightsDir !== undefined) await writeFileAtomically(join(weightsDir, name), bytes);
  else await store.put(`${leftBlobs(plan)}${name}`, bytes);
}

/** Takes all weights that an earlier run of the study left in the store, where this one keeps weights as files. */
export async function takeLeftWeights(store: BlobStore, { weightsDir, plan }: StudyRun): Promise<void> {
  if (weightsDir === undefined) return;
  for (const key of await store.list(leftBlobs(plan))) {
    const bytes = await store.get(key);
    if (bytes !== null) await writeFileAtomically(join(weightsDir, basename(key)), bytes);
    await store.delete(key);
  }
}

/** Removes the blobs of trials that do not need them any more. */
export async function removeSettled(store: BlobStore, isDone: (key: string) => boolean): Promise<void> {
  const keys = new Set((await store.list("")).map((key) => key.split("/")[0]!));
  for (const key of keys) if (isDone(key)) await removeCheckpoints(store, key);
}
