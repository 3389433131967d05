/**
 * Several trials at once in one session: each a run of `runTrial` with its events, checkpoint and result.
 */
import { createStack, type StackLane } from "../../engine/stack/stacked-engine.ts";
import type { TrialConfig, TrialResult } from "../../records/records.ts";
import type { TrainerEvent } from "../events.ts";
import { runTrial, type TrialOptions } from "../run-trial.ts";

/** A trial of a stack. */
export interface StackedTrial {
  readonly config: TrialConfig;
  readonly options: TrialOptions;
  tell(event: TrainerEvent): Promise<void> | void;
}

/**
 * Runs trials to their ends, or to checkpoints where they are asked to stop. Their `stackKey` must be the same. Returns the result of
 * each, null where it was stopped. Errors: those of `runTrial`, the first that any of them meets, after all have ended.
 */
export async function runStacked(
  trials: readonly StackedTrial[],
  { threads = 1 }: { readonly threads?: number } = {},
): Promise<readonly (TrialResult | null)[]> {
  const lanes = createStack(trials.length, { threads });
  const ended = await Promise.allSettled(trials.map((trial, i) => runInLane(trial, lanes[i]!)));
  return ended.map((end) => {
    if (end.status === "rejected") throw end.reason;
    return end.value;
  });
}

async function runInLane({ config, options, tell }: StackedTrial, lane: StackLane): Promise<TrialResult | null> {
  try {
    const run = runTrial(config, { ...options, engine: lane.engine });
    let next = await run.next();
    while (!next.done) {
      await tell(next.value);
      next = await run.next();
    }
    return next.value;
  } finally {
    await lane.leave();
  }
}
