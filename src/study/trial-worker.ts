/**
 * What a worker does with a trial or a slice of one: loads what it needs, trains, and tells the trainer's events.
 *
 * Only the coordinator writes records.
 */
import { LabError } from "../core/errors.ts";
import type { JobRun } from "../jobs/queue.ts";
import { blobsOfTrial, checkpointKey } from "../trainer/checkpoint.ts";
import { inputsOf, trainerOf } from "./trial-inputs.ts";
import type { trialJob } from "./trial-job.ts";

/** Runs a trial until the slice ends, to its end, or to a checkpoint where it is asked to stop. */
export const run: JobRun<typeof trialJob> = async ({ trial, until, from }, { tell, shouldStop }) => {
  const trainer = await trainerOf(trial);
  const inputs = await inputsOf(trial, trainer);
  if (from !== null && (await inputs.checkpoints.list(blobsOfTrial(trial.key))).length === 0)
    throw missing(from, inputs.checkpoints.location);
  let reached = from;
  try {
    const slice = trainer.runTrial(trial.config, { ...inputs, slice: until, shouldStop });
    let next = await slice.next();
    while (!next.done) {
      if (next.value.kind === "checkpoint") reached = checkpointKey(trial.key, next.value.step);
      await tell(next.value);
      next = await slice.next();
    }
    return next.value === null
      ? { kind: "goes-on", from: reached, processor: trainer.computedOn(trial.config) }
      : { kind: "ended" };
  } catch (error) {
    if (!(error instanceof LabError) || error.code !== "other-processor") throw error;
    return { kind: "elsewhere", processor: String(error.data.processor) };
  }
};

function missing(key: string, location: string): LabError {
  return new LabError(
    "checkpoint-missing",
    `Could not go on with a trial: its checkpoint ${key} is not in ${location}. Every machine must reach the same folder or bucket there.`,
    { key },
  );
}
