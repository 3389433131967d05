// Stores of finished trials with invented numbers, for benchmarks of what reads them.

import { openStorage } from "../src/records/open.ts";
import type { EpochRecord, TrialResult } from "../src/records/records.ts";
import type { StudyPlan } from "../src/study/plan.ts";

/** Writes a plan and finishes all its trials after `epochs` epochs. */
export async function fillStore(
  path: string,
  { plan: { study, trials }, epochs }: { readonly plan: StudyPlan; readonly epochs: number },
): Promise<void> {
  const storage = await openStorage(path, { mode: "run" });
  try {
    await storage.putStudy(study, trials);
    for (const [i, { key }] of trials.entries()) {
      for (let epoch = 1; epoch <= epochs; epoch++) {
        const timing = { epoch, trainSeconds: 10, evaluateSeconds: 1, imagesPerSecond: 3000 };
        await storage.appendEpoch(key, { record: recordOf(epoch, i), timing });
      }
      await storage.finishTrial(key, resultOf(epochs, i));
    }
  } finally {
    await storage.close();
  }
}

function recordOf(epoch: number, i: number): EpochRecord {
  const validationAccuracy = 0.8 + 0.1 * Math.sin(i) ** 2 + 0.01 * epoch;
  return { epoch, trainLoss: 0.5, trainAccuracy: 0.8, validationLoss: 0.4, validationAccuracy, lr: 0.001 };
}

/** As a trial on Fashion-MNIST says it. */
const measuredOn: NonNullable<TrialResult["measuredOn"]> = {
  classes: 10,
  validation: { images: 12_000, commonest: 0.1 },
  test: { images: 10_000, commonest: 0.1 },
};

function resultOf(epochs: number, i: number): TrialResult {
  const test = { loss: 0.4, accuracy: 0.8 + 0.1 * Math.sin(i) ** 2 };
  const ended = { status: "finished", stopped: "all-epochs", divergedAtStep: null } as const;
  return { schemaVersion: 1, ...ended, epochs, bestEpoch: epochs, test, measuredOn };
}
