/**
 * A run as formats read it, from records in memory, for tests.
 */
import type { StudyRecord, TrialRecord } from "../records/records.ts";
import type { StudyReport } from "../report/document.ts";
import type { RunReading } from "./format.ts";

/** Its reading. `report`: what formats for people ask for; by default none may. */
export function sampleReading(
  { study, trials }: { readonly study: StudyRecord; readonly trials: readonly TrialRecord[] },
  report: () => Promise<StudyReport> = () => Promise.reject(new Error("no report")),
): RunReading {
  return {
    study,
    heads: trials.map(({ key, config, state, epochs, result, failure }) => ({
      key,
      config,
      state,
      epochsDone: epochs.length,
      result,
      best: epochs.find(({ epoch }) => epoch === result?.bestEpoch) ?? null,
      failure,
    })),
    report,
    async *trials() {
      yield* trials;
    },
  };
}
