/** The files of a run's trials. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { removeCheckpoint } from "../trainer/checkpoint.ts";
import type { RunOptions } from "./coordinator.ts";
import type { TrialOrder } from "./trial-job.ts";

/** What an order says besides the trial itself. */
export function filesOf(key: string, options: RunOptions): Omit<TrialOrder, "config"> {
  const { weightsDir, initPath = null, checkpointEverySteps = null, dataDir = null, trainerModule = null } = options;
  const weightsPath = weightsDir === undefined ? null : join(weightsDir, `${key}.safetensors`);
  const files = { checkpointPath: checkpointPath(key, options), weightsPath, initPath };
  return { ...files, checkpointEverySteps, dataDir, trainerModule };
}

/** Where a trial's checkpoint is. */
export function checkpointPath(key: string, { checkpointDir }: Pick<RunOptions, "checkpointDir">): string {
  return join(checkpointDir, `${key}.safetensors`);
}

/** A kill between a result and the end of its checkpoint leaves the file about; the next run clears it. */
export async function removeOldCheckpoints(checkpointDir: string, settled: ReadonlySet<string>): Promise<void> {
  const keys = (await readdir(checkpointDir)).map((file) => file.split(".")[0]!);
  for (const key of new Set(keys)) if (settled.has(key)) await removeCheckpoint(checkpointPath(key, { checkpointDir }));
}
