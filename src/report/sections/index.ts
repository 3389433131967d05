/**
 * Sections of a report, in reading order.
 */
import type { ReportSection } from "./section.ts";
import { summarySection } from "./summary.ts";

/** All sections. */
export const sections: readonly ReportSection[] = [summarySection];
