/**
 * The whole report of a study: the document with every section.
 */
import { composeReport, type ReportInput } from "./compose-report.ts";
import type { StudyReport } from "./document.ts";
import { sections } from "./sections/index.ts";

/** Builds it, see `composeReport`. */
export function buildReport(input: ReportInput): StudyReport {
  return composeReport(input, sections);
}
