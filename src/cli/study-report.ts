/**
 * The report of a stored study, with what has to be said of trials that an earlier revision computed.
 */
import type { StudyRecord, TrialRecord } from "../records/records.ts";
import type { StudyReport } from "../report/document.ts";
import type { ReportSection } from "../report/sections/section.ts";

/** Builds it. `chosen`: the sections to build; default: all. */
export async function studyReport(
  study: StudyRecord,
  trials: readonly TrialRecord[],
  chosen?: readonly ReportSection[],
): Promise<StudyReport> {
  const { composeReport } = await import("../report/compose-report.ts");
  const { trialsNote } = await import("../trainer/outdated.ts");
  const sections = chosen ?? (await import("../report/sections/index.ts")).sections;
  return composeReport({ study, trials, note: trialsNote(trials.map(({ config }) => config)) }, sections);
}
