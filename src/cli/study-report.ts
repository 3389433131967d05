/**
 * The report of a stored study, with what has to be said of trials that an earlier revision computed.
 */
import type { StudyRecord, TrialRecord } from "../records/records.ts";
import type { ReportInput } from "../report/build-report.ts";
import type { StudyReport } from "../report/document.ts";

/** Builds it. `sections`: those to build; default: all. */
export async function studyReport(
  study: StudyRecord,
  trials: readonly TrialRecord[],
  options: Pick<ReportInput, "sections"> = {},
): Promise<StudyReport> {
  const { buildReport } = await import("../report/build-report.ts");
  const { trialsNote } = await import("../trainer/outdated.ts");
  return buildReport({ study, trials, note: trialsNote(trials.map(({ config }) => config)), ...options });
}
