/**
 * Putting imported records into a store.
 */
import type { Storage } from "../records/storage.ts";
import type { ImportedRecords } from "./imported-study.ts";

/** Writes them. Errors: those of a store; `record-conflict` where the same run was imported before with other figures. */
export async function saveImport({ study, trials }: ImportedRecords, storage: Storage): Promise<void> {
  await storage.lockForRun(study.name);
  await storage.putStudy(study, trials);
  for (const { key, epochs, result } of trials) {
    await storage.startTrial(key);
    for (const record of epochs)
      await storage.appendEpoch(key, { record, timing: { epoch: record.epoch, ...untimed } });
    await storage.finishTrial(key, result);
  }
}

/** No row of a store is without; of imported trials it is never read back (`trialOf` in `records/rows.ts`). */
const untimed = { trainSeconds: 0, evaluateSeconds: 0, imagesPerSecond: 0 } as const;
