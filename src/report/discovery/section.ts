/**
 * Contract of a section of a discovery's report: a function from the discovery's view to blocks, or null where the section
 * has nothing to say. It reads the view only, and names every block by a stable id, as `sections/section.ts` says.
 */
import type { Section } from "../document.ts";
import type { DiscoveryView } from "./discovery-view.ts";

/** One section of a discovery's report. */
export type DiscoverySection = (view: DiscoveryView) => Section | null;
