/** A study's records in a store of their own, as a run leaves them. */
import { trialKey } from "../../src/records/identity.ts";
import { openStorage } from "../../src/records/open.ts";
import type { StudyRecord, TrialRecord } from "../../src/records/records.ts";

/** Writes the study and what its trials did, under the keys that their configs have; a trial without a result stays waiting after its epochs. */
export async function storeStudy(
  path: string,
  { study, trials }: { readonly study: StudyRecord; readonly trials: readonly TrialRecord[] },
): Promise<void> {
  const storage = await openStorage(path, { mode: "run" });
  try {
    const keyed = trials.map((trial) => ({ ...trial, key: trialKey(trial.config) }));
    await storage.putStudy({ ...study, trialKeys: keyed.map(({ key }) => key) }, keyed);
    for (const { key, epochs, timings, result } of keyed) {
      for (const [i, record] of epochs.entries()) await storage.appendEpoch(key, { record, timing: timings[i]! });
      if (result !== null) await storage.finishTrial(key, result);
    }
  } finally {
    await storage.close();
  }
}
