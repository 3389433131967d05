/**
 * Training trials again, apart from the run that they are of.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { trialKey } from "../records/identity.ts";
import { openStorage } from "../records/open.ts";
import type { TrialConfig, TrialRecord } from "../records/records.ts";
import type { StudyEvent } from "../study/events.ts";
import type { StudyPlan } from "../study/plan.ts";
import { type RunOptions, runStudy } from "../study/run.ts";
import { listSource } from "../study/source.ts";

/** What trials are trained with. */
export type RetrainOptions = Pick<
  RunOptions,
  "workers" | "clock" | "dataDir" | "initPath" | "stop" | "trainerModule"
> & {
  onEvent(event: StudyEvent): void;
};

/** The trials of these configs, trained from their first step, by key; without those that were stopped or given up. */
export async function retrained(
  configs: readonly TrialConfig[],
  { onEvent, ...options }: RetrainOptions,
): Promise<ReadonlyMap<string, TrialRecord>> {
  const plan = planOf(configs);
  const storage = await openStorage(":memory:", { mode: "run" });
  const checkpoints = await mkdtemp(join(tmpdir(), "lionlab-verify-"));
  try {
    for await (const event of runStudy(plan, { ...options, storage, checkpoints })) onEvent(event);
    const trials = await storage.loadTrials(plan.study.name);
    return new Map(trials.flatMap((trial) => (trial.result === null ? [] : [[trial.key, trial]])));
  } finally {
    await storage.close();
    await rm(checkpoints, { recursive: true, force: true });
  }
}

/** A study of these trials and no others. */
export function planOf(configs: readonly TrialConfig[]): StudyPlan {
  const trials = configs.map((config) => ({ key: trialKey(config), config }));
  return {
    study: {
      schemaVersion: 1,
      name: "verify",
      config: {},
      command: "lionlab verify",
      trialKeys: trials.map(({ key }) => key),
    },
    trials,
    source: () => listSource(trials),
    outline: trials,
  };
}
