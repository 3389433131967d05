/**
 * Sections of a report, in reading order.
 */
import { boundsSection } from "./bounds.ts";
import { classesSection } from "./classes.ts";
import { comparisonSection } from "./comparison.ts";
import { conditionsSection } from "./conditions.ts";
import { costSection } from "./cost.ts";
import { curvesSection } from "./curves.ts";
import { objectionsSection } from "./objections.ts";
import { reproduceSection } from "./reproduce.ts";
import type { ReportSection } from "./section.ts";
import { sensitivitySection } from "./sensitivity.ts";
import { summarySection } from "./summary.ts";
import { surfacesSection } from "./surfaces.ts";
import { tuningSection } from "./tuning.ts";
import { verdictSection } from "./verdict.ts";

/** All sections. */
export const sections: readonly ReportSection[] = [
  verdictSection,
  objectionsSection,
  conditionsSection,
  costSection,
  summarySection,
  comparisonSection,
  boundsSection,
  surfacesSection,
  curvesSection,
  classesSection,
  sensitivitySection,
  tuningSection,
  reproduceSection,
];
