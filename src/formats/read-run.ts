/**
 * A stored study as formats read it.
 */
import type { StudyRecord } from "../records/records.ts";
import type { Storage } from "../records/storage.ts";
import type { RunReading } from "./format.ts";

/** Its reading, as long as the store is open. `report`: builds the report of its trials. */
export async function readRun(
  study: StudyRecord,
  { storage, report }: { readonly storage: Storage; readonly report: RunReading["report"] },
): Promise<RunReading> {
  const heads = await storage.listTrials(study.name);
  return {
    study,
    heads,
    report,
    async *trials() {
      for (const { key, config } of heads) {
        const trial = await storage.getTrial(key);
        if (trial !== null) yield { ...trial, config }; // a label is the study's, not the trial's
      }
    },
  };
}
