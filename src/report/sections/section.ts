/**
 * Contract of a report section: a function from the study's view to blocks, or null where the section has nothing to say.
 *
 * A section reads the view only, computes nothing beyond means (`measures/` does), names every block by a stable id, and states in its caption how
 * the figures were made.
 */
import type { Section } from "../document.ts";
import type { StudyView } from "../study-view.ts";

/** One section of a report. */
export type ReportSection = (view: StudyView) => Section | null;
