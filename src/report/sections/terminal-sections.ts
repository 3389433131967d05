/**
 * Sections of which the terminal shows something: those that are tables. They are apart from the list of all, which loads what only
 * pages and files need.
 */
import { boundsTableSection } from "./bounds.ts";
import { comparisonSection } from "./comparison.ts";
import type { ReportSection } from "./section.ts";
import { summarySection } from "./summary.ts";
import { verdictSection } from "./verdict.ts";

/** The sections, in reading order. */
export const terminalSections: readonly ReportSection[] = [
  verdictSection,
  summarySection,
  comparisonSection,
  boundsTableSection,
];
