/**
 * What a worker does with trials that are computed together.
 */
import type { JobRun } from "../jobs/queue.ts";
import type { TrainerEvent } from "../trainer/events.ts";
import { inputsOf, trainerOf } from "./trial-inputs.ts";
import type { stackJob } from "./trial-job.ts";

/** Runs trials to their ends, or to checkpoints where they are asked to stop. */
export const run: JobRun<typeof stackJob> = async ({ trials }, { tell, shouldStop }) => {
  const trainer = await trainerOf(trials[0]!);
  const stacked = [];
  for (const [trial, order] of trials.entries()) {
    const options = { ...(await inputsOf(order, trainer)), shouldStop };
    stacked.push({ config: order.config, options, tell: (event: TrainerEvent) => tell({ trial, event }) });
  }
  const results = await trainer.runStacked(stacked);
  return results.map((result) => ({ stopped: result === null }));
};
