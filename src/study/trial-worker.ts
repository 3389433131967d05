/**
 * What a worker does with a trial: loads what it needs, trains, and tells the trainer's events.
 *
 * Only the coordinator writes records.
 */
import type { JobRun } from "../jobs/queue.ts";
import { inputsOf, trainerOf } from "./trial-inputs.ts";
import type { trialJob } from "./trial-job.ts";

/** Runs a trial to its end, or to a checkpoint where it is asked to stop. */
export const run: JobRun<typeof trialJob> = async (order, { tell, shouldStop }) => {
  const trainer = await trainerOf(order);
  const trial = trainer.runTrial(order.config, { ...(await inputsOf(order, trainer)), shouldStop });
  let next = await trial.next();
  while (!next.done) {
    await tell(next.value);
    next = await trial.next();
  }
  return { stopped: next.value === null };
};
