/**
 * The report of a stored study, with what has to be said of trials that an earlier revision computed.
 */
import type { StudyRecord, TrialRecord } from "../records/records.ts";
import type { ReportInput } from "../report/compose-report.ts";
import type { ReportDocument, StudyReport } from "../report/document.ts";

/** Builds it, with every section. `target`: validation accuracy that optimizers are timed to. */
export async function studyReport(
  study: StudyRecord,
  trials: readonly TrialRecord[],
  options: Pick<ReportInput, "target"> = {},
): Promise<StudyReport> {
  const { buildReport } = await import("../report/build-report.ts");
  return buildReport(await reportInput(study, trials, options));
}

/** What a report with every section is made from. */
export async function reportInput(
  study: StudyRecord,
  trials: readonly TrialRecord[],
  { target }: Pick<ReportInput, "target"> = {},
): Promise<ReportInput> {
  const { ruleFromConfig } = await import("../optimizers/resolve.ts");
  const stateSlots: ReportInput["stateSlots"] = (optimizer) => ruleFromConfig(optimizer).slots.length;
  return { ...(await inputOf(study, trials)), target, stateSlots };
}

/** What the terminal shows of it; trials may carry just the record of their best epoch. */
export async function studySummary(study: StudyRecord, trials: readonly TrialRecord[]): Promise<ReportDocument> {
  const { composeSummary } = await import("../report/compose-report.ts");
  const { terminalSections } = await import("../report/sections/terminal-sections.ts");
  return composeSummary(await inputOf(study, trials), terminalSections);
}

async function inputOf(study: StudyRecord, trials: readonly TrialRecord[]): Promise<ReportInput> {
  const { trialsNote } = await import("../trainer/outdated.ts");
  return { study, trials, note: trialsNote(trials.map(({ config }) => config)) };
}
