/** What trials leave in the store of blobs, and what becomes of it: their checkpoints and the weights that are kept. */
import type { BlobStore } from "../blobs/blob-store.ts";
import { wholeAddress } from "../blobs/open.ts";
import { writeFileAtomically } from "../core/atomic-file.ts";
import type { PlannedTrial } from "../records/storage.ts";
import { blobsOfTrial, removeCheckpoints } from "../trainer/checkpoint.ts";
import type { StudyPlan } from "./plan.ts";
import type { RunOptions } from "./run-options.ts";
import { isHandedOut, startingBlobs } from "./starting-weights.ts";
import type { TrialOrder } from "./trial-job.ts";

/** What a worker is told of a trial. */
export function orderOf(
  { key, config, goesOn }: PlannedTrial,
  options: RunOptions & { readonly plan: StudyPlan },
): TrialOrder {
  const { weightsDir, initPath = null, checkpointEverySteps = null, dataDir = null, trainerModule = null } = options;
  const checkpoints = options.checkpointsAtServer === true ? null : wholeAddress(options.checkpoints);
  const blobs = { checkpoints, goesOnFrom: goesOn?.key ?? null, keepsWeights: weightsDir !== undefined };
  const initBlobs = isHandedOut(options) ? startingBlobs(options.plan.study.name) : null;
  return { config, key, ...blobs, initPath, initBlobs, checkpointEverySteps, dataDir, trainerModule };
}

/** Key of the file of a finished trial's weights. */
export function weightsKey(key: string): string {
  return `${blobsOfTrial(key)}weights.safetensors`;
}

/** Fetches the weights that a trial left, as a file of this machine; does nothing for one that left none, as those that diverged. */
export async function takeWeights(store: BlobStore, key: string, path: string): Promise<void> {
  const bytes = await store.get(weightsKey(key));
  if (bytes !== null) await writeFileAtomically(path, bytes);
}

/** Removes the blobs of trials that do not need them any more. */
export async function removeSettled(store: BlobStore, isDone: (key: string) => boolean): Promise<void> {
  const keys = new Set((await store.list("")).map((key) => key.split("/")[0]!));
  for (const key of keys) if (isDone(key)) await removeCheckpoints(store, key);
}
