/**
 * The report of a stored study, with what has to be said of trials that an earlier revision computed.
 */
import { LabError } from "../core/errors.ts";
import type { StudyRecord, TrialRecord } from "../records/records.ts";
import type { ReportInput } from "../report/compose-report.ts";
import type { ReportDocument, StudyReport } from "../report/document.ts";

/** Builds it, with every section. `target`: validation accuracy that optimizers are timed to; `warnings`: where they are computed already. */
export async function studyReport(
  study: StudyRecord,
  trials: readonly TrialRecord[],
  options: Pick<ReportInput, "target" | "warnings"> = {},
): Promise<StudyReport> {
  const { buildReport } = await import("../report/build-report.ts");
  return buildReport(await reportInput(study, trials, options));
}

/** What a report with every section is made from. */
export async function reportInput(
  study: StudyRecord,
  trials: readonly TrialRecord[],
  { target, warnings }: Pick<ReportInput, "target" | "warnings"> = {},
): Promise<ReportInput> {
  const { ruleFromConfig } = await import("../optimizers/resolve-text.ts");
  const { importOf } = await import("../records/imported.ts");
  const imported = importOf(study) !== null;
  const stateSlots: ReportInput["stateSlots"] = (optimizer) =>
    imported ? null : ruleFromConfig(optimizer).slots.length;
  const objections = warnings ?? (await warningsOf(study, trials));
  return { ...(await inputOf(study, trials)), warnings: objections, target, stateSlots };
}

/** What makes the comparison weaker than it looks; where a program file that the study names is gone, that this was not checked. */
async function warningsOf(
  study: StudyRecord,
  trials: readonly TrialRecord[],
): Promise<NonNullable<ReportInput["warnings"]>> {
  const { importOf, importSentence } = await import("../records/imported.ts");
  const imported = importOf(study);
  if (imported !== null) return [importSentence(imported), ...imported.remarks].map((sentence) => ({ sentence }));
  const { parseStudy } = await import("../study/read.ts");
  const { studyWarnings } = await import("../study/warnings/study-warnings.ts");
  try {
    const config = parseStudy(JSON.stringify(study.config));
    return studyWarnings({ config, command: study.command, trials });
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return [{ sentence: `Whether the comparison is even was not checked: ${error.message}` }];
  }
}

/** What the terminal shows of it; trials may carry just the record of their best epoch. */
export async function studySummary(study: StudyRecord, trials: readonly TrialRecord[]): Promise<ReportDocument> {
  const { composeSummary } = await import("../report/compose-report.ts");
  const { terminalSections } = await import("../report/sections/terminal-sections.ts");
  return composeSummary(await inputOf(study, trials), terminalSections);
}

async function inputOf(study: StudyRecord, trials: readonly TrialRecord[]): Promise<ReportInput> {
  const { importOf, importSentence } = await import("../records/imported.ts");
  const imported = importOf(study);
  if (imported !== null) return { study, trials, note: [importSentence(imported), ...imported.remarks].join(" ") };
  const { trialsNote } = await import("../trainer/outdated.ts");
  return { study, trials, note: trialsNote(trials.map(({ config }) => config)) };
}
