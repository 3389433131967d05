/**
 * Sections of a report, in reading order.
 */
import { comparisonSection } from "./comparison.ts";
import { curvesSection } from "./curves.ts";
import { reproduceSection } from "./reproduce.ts";
import type { ReportSection } from "./section.ts";
import { sensitivitySection } from "./sensitivity.ts";
import { summarySection } from "./summary.ts";
import { surfacesSection } from "./surfaces.ts";

/** What the terminal shows: the sections that are tables. */
export const tableSections: readonly ReportSection[] = [summarySection, comparisonSection];

/** All sections. */
export const sections: readonly ReportSection[] = [
  ...tableSections,
  surfacesSection,
  curvesSection,
  sensitivitySection,
  reproduceSection,
];
