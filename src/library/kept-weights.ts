/**
 * Where a run keeps the weights of its trials, and which of them are there.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { monitored } from "../records/monitor.ts";
import type { TrialHead } from "../records/storage.ts";

/** The folder of a run that holds the weights of its trials. */
export function weightsFolder(runFolder: string): string {
  return join(runFolder, "weights");
}

/** Where a run keeps the weights of a trial. */
export function savedWeightsPath(runFolder: string, trialKey: string): string {
  return join(weightsFolder(runFolder), `${trialKey}.safetensors`);
}

/** The trials whose weights were kept, the best first: by validation, the metric being what their study watches. */
export function keptTrials(heads: readonly TrialHead[], runFolder: string): readonly TrialHead[] {
  const score = ({ best, config }: TrialHead): number => monitored(best!, config.training.monitor);
  return heads
    .filter(({ key, best }) => best !== null && existsSync(savedWeightsPath(runFolder, key)))
    .sort((a, b) => score(b) - score(a));
}
