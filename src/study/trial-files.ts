/** The files of a run's trials: what an order says of them, and which checkpoints go. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { PlannedTrial } from "../records/storage.ts";
import { removeCheckpoint } from "../trainer/checkpoint.ts";
import type { RunOptions } from "./coordinator.ts";
import type { TrialOrder } from "./trial-job.ts";

/** What an order says besides the trial itself. */
export function filesOf({ key, goesOn }: PlannedTrial, options: RunOptions): Omit<TrialOrder, "config"> {
  const { weightsDir, initPath = null, checkpointEverySteps = null, dataDir = null, trainerModule = null } = options;
  const weightsPath = weightsDir === undefined ? null : join(weightsDir, `${key}.safetensors`);
  const goesOnFrom = goesOn === undefined ? null : { path: checkpointPath(goesOn.key, options), key: goesOn.key };
  const files = { checkpointPath: checkpointPath(key, options), goesOnFrom, weightsPath, initPath };
  return { ...files, checkpointEverySteps, dataDir, trainerModule };
}

/** Where a trial's checkpoint is. */
export function checkpointPath(key: string, { checkpointDir }: Pick<RunOptions, "checkpointDir">): string {
  return join(checkpointDir, `${key}.safetensors`);
}

/** Removes the checkpoints of trials that do not need them any more. */
export async function removeCheckpoints(checkpointDir: string, isDone: (key: string) => boolean): Promise<void> {
  const keys = new Set((await readdir(checkpointDir)).map((file) => file.split(".")[0]!));
  for (const key of keys) if (isDone(key)) await removeCheckpoint(checkpointPath(key, { checkpointDir }));
}
