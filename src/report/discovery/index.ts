/**
 * Sections of a discovery's report, in reading order.
 */
import { ancestrySection } from "./ancestry.ts";
import { bestSection } from "./best.ts";
import { fameSection } from "./fame.ts";
import { fitnessSection } from "./fitness.ts";
import { funnelSection } from "./funnel.ts";
import { metaValidationSection } from "./meta-validation.ts";
import { ratesSection } from "./rates.ts";
import { reproduceSection } from "./reproduce.ts";
import type { DiscoverySection } from "./section.ts";
import { simplificationSection } from "./simplification.ts";
import { summarySection } from "./summary.ts";

/** All sections. */
export const discoverySections: readonly DiscoverySection[] = [
  summarySection,
  bestSection,
  fitnessSection,
  ratesSection,
  fameSection,
  ancestrySection,
  metaValidationSection,
  funnelSection,
  simplificationSection,
  reproduceSection,
];
